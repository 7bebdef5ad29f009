// Whose line is which: steps that run side by side write theirs in turns. Numbers count from 1 over the whole log,
// offsets from 0 over the lines of one step.

/** The index of the last element that is not greater; -1 where all are. */
export function lastNotAbove(numbers, number) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Runs {
  constructor() {
    this.total = 0;
    this.starts = [];
    this.owners = [];
    this.steps = new Map();
  }

  /** Adds lines of a step behind those that there are. */
  add(name, count) {
    const step = this.step(name);
    if (this.owners.at(-1) !== step) {
      this.starts.push(this.total + 1);
      this.owners.push(step);
      step.starts.push(this.total + 1);
      step.offsets.push(step.count);
    }
    step.count += count;
    this.total += count;
    return step;
  }

  step(name) {
    let step = this.steps.get(name);
    if (!step) {
      step = { name, count: 0, starts: [], offsets: [] };
      this.steps.set(name, step);
    }
    return step;
  }

  /** The number of a step's line. */
  number(name, offset) {
    const { starts, offsets } = this.steps.get(name);
    const run = lastNotAbove(offsets, offset);
    return starts[run] + offset - offsets[run];
  }

  /** The step of a line and its offset there; undefined for a line that is not there. */
  place(number) {
    if (!(number >= 1 && number <= this.total)) return undefined;
    const step = this.owners[lastNotAbove(this.starts, number)];
    const run = lastNotAbove(step.starts, number);
    return { step: step.name, offset: step.offsets[run] + number - step.starts[run] };
  }
}
