/** Says how long a text is while it is typed: data-controller="hub-count" round a text area. It counts as
 * channels/counting.py does, which stays the judge: what is checked and sent is counted there. */
const PLACEHOLDER = "⟦link⟧";
const QUIET = 1200;

const PART = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?";
const PATH = "(?::[0-9]{1,5})?(?:[\\/?#][A-Za-z0-9\\-._~:\\/?#\\[\\]@!$&'()*+,;=%]*)?";
const ADDRESS = new RegExp(
  `${PLACEHOLDER}|[Hh][Tt][Tt][Pp][Ss]?://(?:(?:${PART}\\.)*(?:[A-Za-z0-9-]+|(?:(?![A-Za-z0-9])[\\p{L}\\p{N}])+))${PATH}`,
  "gu",
);
const ENDINGS = "com|org|net|edu|gov|info|io|co|me|app|dev|ai|cn|de|uk|eu|jp|fr|social";
const BARE = new RegExp(
  `(?<![\\p{L}\\p{N}_@./#$&-])(?:[a-z0-9-]+\\.)+(?:${ENDINGS})(?![\\p{L}\\p{N}_@.-]*[\\p{L}\\p{N}_])${PATH}`,
  "giu",
);
const PICTURE =
  /^(?:[#*0-9©®™♟]\uFE0F?\u20E3|[©®™♟]\uFE0F|\p{Regional_Indicator}{2}|(?![©®™♟])\p{Extended_Pictographic}(?!\uFE0E))/u;
/** Characters that take two columns (Unicode's East Asian Width: wide and full-width). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;

class CountController extends window.StimulusModule.Controller {
  static targets = ["field", "count", "status"];

  static values = { rules: Object, within: String, over: String };

  /** The length of a text by rules {unit, link, light}; a link is added where the text has none. */
  static measure(typed, rules) {
    const text = typed.replace(/\r\n/g, "\n").trim();
    if (rules.unit === "columns") return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);
    const linked = text.includes(PLACEHOLDER) ? text : `${text}\n\n${PLACEHOLDER}`;
    const [rest, found] = CountController.without(rules.unit === "x_weighted" ? linked.normalize("NFC") : linked, ADDRESS);
    if (rules.unit !== "x_weighted") {
      const signs = rules.unit === "graphemes" ? CountController.clusters(rest) : [...rest];
      return signs.length + found * rules.link;
    }
    const [plain, bare] = CountController.without(rest, BARE);
    const weigh = (sign) => (rules.light.some(([low, high]) => sign.codePointAt(0) >= low && sign.codePointAt(0) <= high) ? 1 : 2);
    return CountController.clusters(plain).reduce(
      (sum, cluster) => sum + (PICTURE.test(cluster) ? 2 : [...cluster].reduce((own, sign) => own + weigh(sign), 0)),
      (found + bare) * rules.link,
    );
  }

  /** The text without its addresses, and how many there were. */
  static without(text, pattern) {
    let found = 0;
    const rest = text.replace(pattern, (address) => {
      found += 1;
      return address.slice(pattern === ADDRESS ? CountController.trimmed(address).length : address.length);
    });
    return [rest, found];
  }

  /** An address without the marks that end the sentence it stands in. */
  static trimmed(address) {
    const count = (sign) => address.split(sign).length - 1;
    const last = address.at(-1);
    const unbalanced = (last === ")" && count(")") > count("(")) || (last === "]" && count("]") > count("["));
    return ".,;:!?'\"*_~".includes(last) || unbalanced ? CountController.trimmed(address.slice(0, -1)) : address;
  }

  static clusters(text) {
    if (!Intl.Segmenter) return [...text];
    return [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)].map((part) => part.segment);
  }

  connect() {
    this.countTarget.id ||= `${this.fieldTarget.id}-count`;
    this.heard = () => this.show();
    this.fieldTarget.addEventListener("input", this.heard);
    this.show({ quietly: true });
  }

  disconnect() {
    this.fieldTarget.removeEventListener("input", this.heard);
    window.clearTimeout(this.timer);
  }

  show({ quietly = false } = {}) {
    const { limit } = this.rulesValue;
    const count = CountController.measure(this.fieldTarget.value, this.rulesValue);
    const over = count - limit;
    const isEmpty = !this.fieldTarget.value.trim();
    const numbers = { count, limit, over };
    const sentence = (over > 0 ? this.overValue : this.withinValue).replace(/\{(\w+)\}/g, (_, name) =>
      numbers[name].toLocaleString(document.documentElement.lang || undefined),
    );
    this.countTarget.textContent = isEmpty ? "" : sentence;
    this.countTarget.classList.toggle("hub-count__text--over", !isEmpty && over > 0);
    if (quietly) return;
    /* Read out once, when typing pauses. */
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.statusTarget.textContent = this.countTarget.textContent;
    }, QUIET);
  }
}

window.wagtail.app.register("hub-count", CountController);
