// Where each row of the log is, as far as that is known: a row is as high as one line of text until it was seen.

import { lastNotAbove } from './runs.js';

const BLOCK = 512;

/** How much higher than one line the rows of a step are that were measured. */
class Extra {
  constructor() {
    this.blocks = new Map();
  }

  /** Notes a row's; answers whether that is news. */
  set(offset, extra) {
    const number = Math.floor(offset / BLOCK);
    let block = this.blocks.get(number);
    if (!block) {
      if (!extra) return false;
      this.blocks.set(number, block = { sum: 0, rows: new Map() });
    }
    const before = block.rows.get(offset) ?? 0;
    if (before === extra) return false;
    block.sum += extra - before;
    if (extra) block.rows.set(offset, extra);
    else block.rows.delete(offset);
    return true;
  }

  get(offset) {
    return this.blocks.get(Math.floor(offset / BLOCK))?.rows.get(offset) ?? 0;
  }

  sum(from, to) {
    let sum = 0;
    for (const [number, block] of this.blocks) {
      const first = number * BLOCK;
      if (first >= from && first + BLOCK <= to) sum += block.sum;
      else if (first < to && first + BLOCK > from) {
        for (const [offset, extra] of block.rows) if (offset >= from && offset < to) sum += extra;
      }
    }
    return sum;
  }
}

/**
 * All rows in their order: parts of one row, which are heads of steps and groups, and parts of many lines. Rows count
 * from 0.
 */
export class Rows {
  constructor(lineHeight, headHeight) {
    this.lineHeight = lineHeight;
    this.headHeight = headHeight;
    this.extras = new Map();
    this.clear();
  }

  clear() {
    this.parts = [];
    this.firsts = [];
    this.tops = [];
    this.count = 0;
    this.height = 0;
  }

  /** Forgets what was measured. */
  forget(lineHeight = this.lineHeight, headHeight = this.headHeight) {
    this.lineHeight = lineHeight;
    this.headHeight = headHeight;
    this.extras.clear();
    this.place();
  }

  head(step) {
    this.push({ kind: 'step', step, count: 1 });
  }

  group(step, group) {
    this.push({ kind: 'group', step, group, count: 1 });
  }

  lines(step, from, to) {
    this.push({ kind: 'lines', step, from, count: to - from });
  }

  push(part) {
    this.firsts.push(this.count);
    this.parts.push(part);
    this.count += part.count;
  }

  /** Sums up the heights; to be called when parts were added or rows measured. */
  place() {
    let top = 0;
    this.tops = this.parts.map(part => {
      const at = top;
      top += this.heightOf(part, part.count);
      return at;
    });
    this.height = top;
  }

  heightOf(part, count) {
    if (part.kind === 'step') return count * this.headHeight;
    if (part.kind === 'group') return count * this.lineHeight;
    const extra = this.extras.get(part.step)?.sum(part.from, part.from + count) ?? 0;
    return count * this.lineHeight + extra;
  }

  /** The row with that number: its part, and for lines the offset in its step. */
  at(row) {
    const part = this.parts[lastNotAbove(this.firsts, row)];
    const within = row - this.firsts[lastNotAbove(this.firsts, row)];
    return part.kind === 'lines'
      ? { part, step: part.step, offset: part.from + within, key: `${part.step}\n${part.from + within}` }
      : { part, step: part.step, key: part.kind === 'step' ? part.step : `${part.step}\n${part.group.from}+` };
  }

  /** Notes how high a row of lines is. */
  measure(step, offset, height) {
    let extra = this.extras.get(step);
    if (!extra) this.extras.set(step, extra = new Extra());
    return extra.set(offset, height - this.lineHeight);
  }

  heightAt(row) {
    const { part, step, offset } = this.at(row);
    return part.kind === 'lines'
      ? this.lineHeight + (this.extras.get(step)?.get(offset) ?? 0)
      : this.heightOf(part, 1);
  }

  /** Where a row begins. */
  top(row) {
    const index = lastNotAbove(this.firsts, row);
    return index < 0 ? 0 : this.tops[index] + this.heightOf(this.parts[index], row - this.firsts[index]);
  }

  /** The row at that height. */
  find(y) {
    let low = 0;
    let high = this.count - 1;
    const index = Math.max(0, lastNotAbove(this.tops, y));
    if (this.parts.length) {
      low = this.firsts[index];
      high = low + this.parts[index].count - 1;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The row that shows a line, or the head of what it is folded away in. */
  of(step, offset) {
    let best = 0;
    for (let i = 0; i < this.parts.length; i++) {
      const part = this.parts[i];
      if (part.step !== step) continue;
      if (part.kind === 'lines' && part.from <= offset) {
        best = this.firsts[i] + Math.min(offset - part.from, part.count - 1);
      } else if (part.kind === 'step' || part.group?.from <= offset) best = this.firsts[i];
    }
    return best;
  }
}
