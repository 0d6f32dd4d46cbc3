/* Shows where a block's words come from, from the JSON its hidden input holds. */
(() => {
  /** A source beside its hidden input: what Wagtail's client-side blocks ask of a bound widget. */
  class BoundSource {
    constructor(element, strings, editUrl) {
      this.input = element.querySelector('input');
      this.text = element.querySelector('.hub-source__text');
      this.strings = strings;
      this.editUrl = editUrl;
      this.idForLabel = '';
    }

    getValue() {
      return this.input.value;
    }

    getState() {
      return this.input.value;
    }

    setState(state) {
      this.input.value = state || '';
      this.show();
    }

    getTextLabel() {
      return null;
    }

    getValueForLabel() {
      return '';
    }

    setInvalid() {}

    setCapabilityOptions() {}

    focus() {}

    show() {
      let source = null;
      try {
        source = this.input.value ? JSON.parse(this.input.value) : null;
      } catch {
        source = null;
      }
      this.text.replaceChildren(...(source ? this.describe(source) : [this.strings.none]));
    }

    describe(source) {
      if (source.origin !== 'asset') {
        return [this.strings[source.origin] || this.strings.phrase];
      }
      const first = source.block_ids[0] || '';
      const link = document.createElement('a');
      link.href = this.editUrl.replace('/0/', `/${Number(source.asset_id)}/`);
      /* Plain fields have short names; blocks have UUIDs, and a panel of that id in the asset's editor. */
      link.hash = first.length > 20 ? `block-${first}-section` : '';
      link.textContent = this.strings.open;
      const words = document.createElement('q');
      words.textContent = source.words;
      const section = source.section || this.strings[first] || this.strings.untitled;
      const where = this.strings.from
        .replace('%(section)s', section)
        .replace('%(revision)s', source.revision_id);
      const said = [`${where} · `, words, ' · ', link];
      if (source.writer) {
        const mark = document.createElement('strong');
        mark.textContent = this.strings.phrased.replace('%(model)s', source.writer);
        said.unshift(mark, ' · ');
      }
      return said;
    }
  }

  class SourceInput {
    constructor(html, strings, editUrl) {
      this.html = html;
      this.strings = strings;
      this.editUrl = editUrl;
    }

    render(placeholder, name, id, initialState) {
      const holder = document.createElement('div');
      holder.innerHTML = this.html.replace(/__NAME__/g, name).replace(/__ID__/g, id).trim();
      const element = holder.firstElementChild;
      placeholder.replaceWith(element);
      const bound = new BoundSource(element, this.strings, this.editUrl);
      bound.setState(initialState);
      return bound;
    }
  }

  window.telepath.register('hub.SourceInput', SourceInput);
})();
