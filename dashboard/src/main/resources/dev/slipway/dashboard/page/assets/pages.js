// The texts of the log, a page at a time: fetched when they are wanted, forgotten when there are too many.

import { PLAIN, parse } from './ansi.js';

const PAGE = 200;
const MOST_PAGES = 80;
const PAGES_AT_ONCE = 5;

export class Pages {
  /** `onLoad` is called when lines have arrived, `onTrouble` when they have not. */
  constructor(path, onLoad, onTrouble) {
    this.path = path;
    this.onLoad = onLoad;
    this.onTrouble = onTrouble;
    this.pages = new Map();
    this.asked = new Set();
  }

  /** The line, where it is here. */
  get(n) {
    return this.pages.get(Math.floor((n - 1) / PAGE))?.[(n - 1) % PAGE];
  }

  /** Takes a line that came by itself. */
  put(line) {
    const number = Math.floor((line.n - 1) / PAGE);
    let page = this.pages.get(number);
    if (!page) {
      this.pages.set(number, page = []);
      this.shrink(number);
    }
    page[(line.n - 1) % PAGE] = line;
  }

  /** Fetches what is not here of these lines, both ends included; many at a time. */
  want(first, last, total) {
    const to = Math.floor((Math.min(last, total) - 1) / PAGE);
    for (let page = Math.floor((first - 1) / PAGE); page <= to; page++) {
      this.use(page);
      if (!this.missing(page, total)) continue;
      let count = 1;
      while (page + count <= to && count < PAGES_AT_ONCE && this.missing(page + count, total)) count++;
      this.load(page, count, total);
      page += count - 1;
    }
  }

  missing(page, total) {
    if (this.asked.has(page)) return false;
    const lines = this.pages.get(page);
    const expected = Math.min(PAGE, total - page * PAGE);
    if (!lines) return expected > 0;
    for (let i = 0; i < expected; i++) if (!lines[i]) return true;
    return false;
  }

  /** What was used last is forgotten last. */
  use(page) {
    const lines = this.pages.get(page);
    if (!lines) return;
    this.pages.delete(page);
    this.pages.set(page, lines);
  }

  async load(page, count, total) {
    const numbers = Array.from({ length: count }, (_, i) => page + i);
    numbers.forEach(number => this.asked.add(number));
    try {
      const from = page * PAGE + 1;
      const lines = await this.fetch(from, Math.min(total, from + count * PAGE - 1));
      lines.forEach(line => this.put(line));
      this.onLoad();
    } catch {
      this.onTrouble();
    } finally {
      numbers.forEach(number => this.asked.delete(number));
    }
  }

  /** Lines as the server has them, both ends included. */
  async fetch(first, last) {
    const lines = [];
    while (first + lines.length <= last) {
      const from = first + lines.length;
      const answer = await json(`${this.path}/log?from=${from}&limit=${Math.min(10_000, last - from + 1)}`);
      if (!answer.lines.length) break;
      lines.push(...answer.lines);
    }
    return lines;
  }

  /** A line's runs; colours go on from the lines before it, as far as those are here. */
  parsed(line) {
    if (!line.parsed) {
      const chain = [];
      for (let at = line; at && !at.parsed && chain.length < PAGE; at = this.before(at)) chain.push(at);
      let look = this.before(chain.at(-1))?.parsed?.look ?? PLAIN;
      while (chain.length) {
        const next = chain.pop();
        next.parsed = parse(next.text, look);
        look = next.parsed.look;
      }
    }
    return line.parsed.runs;
  }

  before(line) {
    const earlier = this.get(line.n - 1);
    return earlier?.step === line.step ? earlier : undefined;
  }

  shrink(kept) {
    for (const number of this.pages.keys()) {
      if (this.pages.size <= MOST_PAGES) return;
      if (number !== kept) this.pages.delete(number);
    }
  }
}

export async function json(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw Object.assign(new Error(`${path} answered ${answer.status}`), { answer });
  return answer.json();
}
