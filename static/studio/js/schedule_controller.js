/** The schedule screen: shows what belongs to the chosen kind of time, and asks the hub what a time means while it is
 * typed. Without it everything is shown at once, and the hub says the same after the button is pressed. */
const QUIET = 350;

class ScheduleController extends window.StimulusModule.Controller {
  static targets = ["own", "part", "unit", "preview"];
  static values = { url: String };

  connect() {
    this.ownTarget.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    this.show();
  }

  disconnect() {
    window.clearTimeout(this.timer);
    this.asked?.abort();
  }

  /** While typing: once it pauses. */
  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), QUIET);
  }

  show() {
    const form = new FormData(this.element);
    this.reveal(this.partTargets, "when", form.get("when"));
    this.reveal(this.unitTargets, "unit", form.get("unit"));
    this.ask();
  }

  reveal(elements, name, value) {
    elements.forEach((element) => {
      element.hidden = !element.dataset[name].split(" ").includes(value);
    });
  }

  async ask() {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    this.asked = new AbortController();
    const typed = new URLSearchParams(new FormData(this.element));
    typed.delete("csrfmiddlewaretoken");
    try {
      const answer = await fetch(`${this.urlValue}?${typed}`, {
        signal: this.asked.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (answer.ok && !answer.redirected) this.put(await answer.text());
    } catch (error) {
      // Another question came first, or the hub does not answer: it says all of this after the button, too.
    }
  }

  put(html) {
    if (this.previewTarget.innerHTML.trim() === html.trim()) return;
    const focused = this.previewTarget.contains(document.activeElement) ? document.activeElement.id : "";
    this.previewTarget.innerHTML = html;
    if (focused) document.getElementById(focused)?.focus();
  }
}

window.wagtail.app.register("hub-schedule", ScheduleController);
