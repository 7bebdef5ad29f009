// Joins the lines of one container after a connection was lost. A stream that is opened anew begins with the last lines
// that were written, most of which are here already.

const REST = 300;

export class Seam {
  /** `onLines` gets lines that are new, `onGap` is called before some that may have others missing before them. */
  constructor(tail, onLines, onGap) {
    this.tail = tail;
    this.onLines = onLines;
    this.onGap = onGap;
    this.last = [];
  }

  /** The next lines are what the stream begins with. */
  begin() {
    if (this.last.length) this.again ??= [];
  }

  take(line) {
    if (!this.again) {
      this.keep([line]);
      this.onLines([line]);
      return;
    }
    this.again.push(line);
    clearTimeout(this.timer);
    if (this.again.length >= this.tail) this.join();
    else this.timer = setTimeout(() => this.join(), REST);
  }

  join() {
    const { again } = this;
    this.again = undefined;
    clearTimeout(this.timer);
    const known = overlap(this.last, again);
    const fresh = again.slice(known);
    if (!known && again.length >= this.tail) this.onGap();
    this.keep(fresh);
    if (fresh.length) this.onLines(fresh);
  }

  keep(lines) {
    this.last.push(...lines);
    this.last.splice(0, Math.max(0, this.last.length - this.tail));
  }
}

/** How many of the lines that a list begins with are those that the other one ends with. */
export function overlap(before, after) {
  for (let count = Math.min(before.length, after.length); count > 0; count--) {
    const from = before.length - count;
    if (after.slice(0, count).every((line, index) => line === before[from + index])) return count;
  }
  return 0;
}
