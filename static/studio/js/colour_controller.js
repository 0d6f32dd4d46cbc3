/** Keeps a colour's text field and the browser's colour picker in step. */
class ColourController extends window.StimulusModule.Controller {
  static targets = ["text", "picker"];

  connect() {
    this.pick();
  }

  /** The text changed: show its colour, when it is one. */
  pick() {
    const value = this.textTarget.value.trim();
    if (/^#[0-9a-f]{6}$/i.test(value)) this.pickerTarget.value = value.toLowerCase();
  }

  /** A colour was picked: write it. The event lets whoever watches the field know. */
  write() {
    this.textTarget.value = this.pickerTarget.value;
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.textTarget.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

window.wagtail.app.register("hub-colour", ColourController);
