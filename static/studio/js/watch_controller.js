/**
 * Follows something that is under way: asks for the page's parts again until nothing moves any more.
 *
 * The element holds parts (data-part="name"); the first carries data-version and, while it moves, data-moving.
 * What a person has typed, opened or stands on is kept.
 */
(() => {
  const EVERY = 2000;
  const SLOWER = 10000;
  const PATIENCE = 15 * 60 * 1000;

  class WatchController extends window.StimulusModule.Controller {
    static values = { url: String };
    static targets = ["said"];

    connect() {
      this.since = Date.now();
      this.again();
    }

    disconnect() {
      clearTimeout(this.timer);
      this.gone = true;
    }

    get state() {
      return this.element.querySelector("[data-version]");
    }

    again() {
      if (this.gone || !this.state || !("moving" in this.state.dataset)) return;
      const slow = this.failed || document.hidden || Date.now() - this.since > PATIENCE;
      this.timer = setTimeout(() => this.look(), slow ? SLOWER : EVERY);
    }

    async look() {
      try {
        const url = `${this.urlValue}?version=${this.state.dataset.version}`;
        const answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok) throw new Error(String(answer.status));
        if (answer.status !== 204) this.show(await answer.text());
        this.failed = false;
      } catch {
        this.failed = true; // the server is away for a moment, or the session has ended: no harm in asking again
      }
      this.again();
    }

    show(html) {
      const fresh = new DOMParser().parseFromString(html, "text/html");
      const focused = document.activeElement?.id;
      for (const part of this.element.querySelectorAll("[data-part]")) {
        const found = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
        if (!found) continue;
        WatchController.keep(part, found);
        part.replaceWith(found);
      }
      if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
      this.saidTarget.textContent = this.state.dataset.said;
    }

    /** Carries over what was typed and opened. */
    static keep(old, fresh) {
      for (const input of old.querySelectorAll("input[id]")) {
        const same = fresh.querySelector(`#${CSS.escape(input.id)}`);
        if (same && input.value !== input.defaultValue) same.value = input.value;
      }
      const before = [...old.querySelectorAll("details[id][open]")].map((each) => each.id);
      for (const each of fresh.querySelectorAll("details[id]")) if (before.includes(each.id)) each.open = true;
    }
  }

  window.wagtail.app.register("hub-watch", WatchController);
})();
