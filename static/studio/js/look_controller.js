/** Follows a brand form's colour fields: a sample in these colours, and their contrast on the background. */
const COLOUR = /^#[0-9a-f]{6}$/i;

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((start) => parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

class LookController extends window.StimulusModule.Controller {
  static targets = ["ratio"];
  static values = { least: Number };

  connect() {
    this.refresh();
  }

  /** The colour a field of the form holds, or null while it is being typed. */
  colour(name) {
    const value = document.getElementById(`id_${name}_colour`)?.value.trim() ?? "";
    return COLOUR.test(value) ? value : null;
  }

  refresh() {
    for (const name of ["primary", "accent", "background", "text"]) {
      const colour = this.colour(name);
      if (colour) this.element.style.setProperty(`--hub-${name}`, colour);
    }
    const background = this.colour("background");
    for (const row of this.ratioTargets) {
      const colour = this.colour(row.dataset.colour.replace("_colour", ""));
      if (!colour || !background) continue;
      const ratio = contrast(colour, background);
      row.querySelector("[data-number]").textContent = ratio.toFixed(1);
      row.querySelector("[data-low]").hidden = ratio >= this.leastValue;
      row.classList.toggle("hub-look__low", ratio < this.leastValue);
    }
  }
}

window.wagtail.app.register("hub-look", LookController);
