/** A line of the inbox: counts its columns (a Chinese character is two) and puts it into the field it is for. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

class InboxController extends window.StimulusModule.Controller {
  static values = { limit: Number, field: String, said: String, over: String, used: String };
  static targets = ["line", "count", "button"];

  connect() {
    this.field = this.fieldValue ? document.getElementById(`id_${this.fieldValue}`) : null;
    this.count = this.count.bind(this);
    if (this.field) this.field.addEventListener("input", this.count);
    /* Wagtail fills a block's input after it was put into the page. */
    this.timer = window.setTimeout(this.count);
  }

  disconnect() {
    window.clearTimeout(this.timer);
    if (this.field) this.field.removeEventListener("input", this.count);
  }

  count() {
    const text = this.lineTarget.value;
    const columns = [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);
    const over = columns > this.limitValue;
    const inUse = Boolean(this.field) && text !== "" && this.field.value === text;
    const said = (over ? this.overValue : this.saidValue)
      .replace("%(count)s", columns)
      .replace("%(limit)s", this.limitValue);
    this.countTarget.textContent = inUse ? `${said} · ${this.usedValue}` : said;
    this.countTarget.classList.toggle("hub-inbox__count--over", over);
    if (this.hasButtonTarget) this.buttonTarget.setAttribute("aria-pressed", String(inUse));
  }

  /** The field gets the line as if it had been typed, so that autosave, checks and undo notice. */
  use() {
    if (!this.field || !this.lineTarget.value) return;
    this.field.value = this.lineTarget.value;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.count();
  }
}

window.wagtail.app.register("hub-inbox", InboxController);
