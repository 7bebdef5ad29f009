// Search in the whole log, which the server does; what is in view is marked here.

import { json } from './pages.js';

const MOST = 10_000;

export class Find {
  constructor(form, path, go, changed) {
    this.form = form;
    this.path = path;
    this.go = go;
    this.changed = changed;
    this.input = form.elements.q;
    this.output = form.querySelector('output');
    this.hits = [];
    this.at = -1;
    this.painted = globalThis.Highlight && CSS.highlights ? new Highlight() : undefined;
    if (this.painted) CSS.highlights.set('found', this.painted);
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.next(event.submitter?.value === 'back' ? -1 : 1);
    });
    this.input.addEventListener('keydown', event => this.key(event));
    this.input.addEventListener('input', () => { if (!this.input.value) this.clear(); });
    for (const toggle of form.querySelectorAll('[aria-pressed]')) {
      toggle.addEventListener('click', () => {
        toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') !== 'true'));
        if (this.input.value) this.next(1);
      });
    }
  }

  key(event) {
    if (event.key === 'Escape' && this.input.value) {
      event.preventDefault();
      this.input.value = '';
      this.clear();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.next(event.shiftKey ? -1 : 1);
    }
  }

  on(name) {
    return this.form.querySelector(`[name="${name}"]`).getAttribute('aria-pressed') === 'true';
  }

  query() {
    const query = new URLSearchParams({ [this.on('regex') ? 'regex' : 'q']: this.input.value });
    query.set('case', String(this.on('case')));
    return String(query);
  }

  /** The same question again goes on to the next hit; another one is asked first. */
  async next(step) {
    if (!this.input.value) return this.clear();
    const query = this.query();
    if (query !== this.asked) {
      this.asked = query;
      this.output.textContent = 'Searching…';
      try {
        const { hits } = await json(`${this.path}/log/search?${query}`);
        if (query !== this.asked) return;
        this.take(hits);
      } catch (error) {
        this.asked = undefined;
        this.hits = [];
        this.output.textContent = await reason(error);
        return;
      }
    }
    if (!this.hits.length) return;
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    this.tell();
    this.go(this.hits[this.at]);
  }

  take(hits) {
    this.hits = hits;
    this.at = -1;
    this.pattern = this.compile();
    this.output.textContent = hits.length ? '' : 'Nothing found';
    this.changed();
  }

  /** What the server looks for, as the browser understands it; undefined where it does not. */
  compile() {
    const text = this.input.value;
    try {
      const source = this.on('regex') ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return new RegExp(source, this.on('case') ? 'g' : 'gi');
    } catch {
      return undefined;
    }
  }

  tell() {
    const all = this.hits.length === MOST ? 'more than 10,000' : this.hits.length.toLocaleString('en');
    this.output.textContent = `${(this.at + 1).toLocaleString('en')} of ${all}`;
  }

  clear() {
    this.asked = undefined;
    this.pattern = undefined;
    this.hits = [];
    this.at = -1;
    this.output.textContent = '';
    this.painted?.clear();
    this.changed();
  }

  isCurrent(n) {
    return this.at >= 0 && this.hits[this.at] === n;
  }

  /** Marks the hits in a row that was just drawn. */
  paint(row) {
    if (!this.painted || !this.pattern || !row.line) return;
    const text = row.lastChild;
    for (const match of text.textContent.matchAll(this.pattern)) {
      if (match[0]) this.painted.add(range(text, match.index, match.index + match[0].length));
    }
  }

  /** Ranges of rows that are gone would be kept for ever. */
  tidy() {
    if (!this.painted || this.painted.size < 2000) return;
    for (const each of this.painted) if (!each.startContainer.isConnected) this.painted.delete(each);
  }
}

function range(element, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.length;
    if (from >= at && from < end) range.setStart(node, from - at);
    if (to > at && to <= end) {
      range.setEnd(node, to - at);
      break;
    }
    at = end;
  }
  return range;
}

async function reason(error) {
  try {
    const problem = await error.answer.json();
    return problem.problems?.[0]?.message ?? problem.detail ?? 'The search failed';
  } catch {
    return 'The search failed; try again';
  }
}
