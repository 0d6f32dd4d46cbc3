/** Keeps the status page as it is now: asks every two seconds while somebody can see it, changes only what changed. */
const PAUSE = 2000;

class StatusController extends window.StimulusModule.Controller {
  static targets = ["inside", "said", "lost"];

  static values = { url: String, lost: String };

  connect() {
    this.answered = new Date();
    this.seen = () => (document.hidden ? this.rest() : this.ask());
    document.addEventListener("visibilitychange", this.seen);
    this.later();
  }

  disconnect() {
    document.removeEventListener("visibilitychange", this.seen);
    this.rest();
  }

  rest() {
    window.clearTimeout(this.timer);
    this.request?.abort();
  }

  later() {
    window.clearTimeout(this.timer);
    if (!document.hidden) this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.rest();
    const request = new AbortController();
    this.request = request;
    try {
      const answer = await fetch(this.urlValue, { signal: request.signal, headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.show(await answer.text());
      this.answered = new Date();
      this.lostTarget.hidden = true;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (this.lostTarget.hidden) {
        this.lostTarget.textContent = `${this.lostValue} ${this.answered.toLocaleTimeString()}.`;
        this.lostTarget.hidden = false;
      }
    }
    if (request === this.request) this.later();
  }

  show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement?.id;
    const before = this.verdict(this.insideTarget);
    fresh.querySelectorAll("section[id]").forEach((section) => {
      const shown = document.getElementById(section.id);
      if (shown && shown.outerHTML !== section.outerHTML) shown.replaceWith(document.importNode(section, true));
    });
    /* What was replaced under the keyboard is given back to it. */
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const now = this.verdict(this.insideTarget);
    if (now !== before) this.saidTarget.textContent = now;
  }

  verdict(element) {
    return element.querySelector("[data-verdict]")?.dataset.verdict || "";
  }
}

window.wagtail.app.register("hub-status", StatusController);
