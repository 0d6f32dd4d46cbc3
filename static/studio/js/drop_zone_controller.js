/** A file field that a document can be dropped on. Without it the field is a plain one. */
class DropZoneController extends window.StimulusModule.Controller {
  static targets = ["input", "hint", "chosen", "error"];
  static classes = ["over"];

  connect() {
    this.hintTarget.hidden = false;
    this.show();
  }

  over(event) {
    event.preventDefault();
    this.element.classList.add(this.overClass);
  }

  leave(event) {
    if (!this.element.contains(event.relatedTarget)) this.element.classList.remove(this.overClass);
  }

  drop(event) {
    event.preventDefault();
    this.element.classList.remove(this.overClass);
    if (!event.dataTransfer.files.length) return;
    const files = new DataTransfer();
    files.items.add(event.dataTransfer.files[0]);
    this.inputTarget.files = files.files;
    this.show();
  }

  /** Says how large the chosen file is, and at once when it is of no use. */
  show() {
    const file = this.inputTarget.files[0];
    this.chosenTarget.hidden = !file;
    if (!file) return;
    const size = new Intl.NumberFormat(document.documentElement.lang || undefined, {
      style: "unit",
      unit: file.size < 1e6 ? "kilobyte" : "megabyte",
      maximumFractionDigits: file.size < 1e6 ? 0 : 1,
    });
    this.chosenTarget.textContent = size.format(Math.max(1, file.size / (file.size < 1e6 ? 1e3 : 1e6)));
    const endings = this.inputTarget.accept.split(",");
    const known = endings.some((ending) => file.name.toLowerCase().endsWith(ending));
    this.errorTarget.hidden = known;
    this.errorTarget.textContent = known ? "" : `${this.errorTarget.dataset.message} ${endings.join(", ")}`;
  }
}

window.wagtail.app.register("hub-drop-zone", DropZoneController);
