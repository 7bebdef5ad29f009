// The groups of lines within a step, from the marks that tools print.

const SECONDS = /^DONE ([\d.]+)s$/;

/**
 * The groups of one step, in the order in which they begin. The line at `from` is their head; their lines end before
 * `to`, which is undefined while they last. With `closed`, the line at `to` said so, and is not shown.
 */
export class Folds {
  constructor() {
    this.groups = [];
    this.stack = [];
  }

  /** Takes the next mark, which is on the line at that offset, `t` milliseconds after the start. */
  add({ kind, id, title, open }, offset, t) {
    switch (kind) {
      case 'group':
      case 'section':
        return this.begin(kind, id, title, open, offset, t);
      case 'heading':
        this.end(this.inner(group => group.kind === 'heading'), offset, t, false);
        return this.begin(kind, id, title, open, offset, t);
      case 'vertex':
        return this.vertex(id, title, offset, t);
      case 'group_end':
        return this.end(this.stack.findLastIndex(group => group.kind === 'group'), offset, t, true);
      case 'section_end':
        return this.end(this.stack.findLastIndex(group => group.kind === 'section' && group.id === id), offset, t, true);
      case 'vertex_end':
        return this.vertexEnd(id, title, offset, t);
    }
  }

  begin(kind, id, title, open, from, t) {
    const group = { kind, id, title, open, from, t, to: undefined, closed: false, note: '', depth: this.stack.length };
    this.groups.push(group);
    this.stack.push(group);
  }

  /** Ends the group at that place of the stack, and what is in it. */
  end(place, offset, t, closed) {
    if (place < 0) return;
    const ended = this.stack.splice(place);
    for (const group of ended) {
      group.to = offset;
      group.millis = t - group.t;
    }
    ended[0].closed = closed;
  }

  /** The place of the innermost such group that no other bracket is around. */
  inner(wanted) {
    const place = this.stack.findLastIndex(wanted);
    return this.stack.slice(place + 1).some(group => group.kind === 'group' || group.kind === 'section') ? -1 : place;
  }

  /** BuildKit says the name again whenever it comes back to an operation after another one's output. */
  vertex(id, title, offset, t) {
    const top = this.stack.at(-1);
    if (top?.kind === 'vertex' && top.id === id) return;
    if (top?.kind === 'vertex') this.end(this.stack.length - 1, offset, t, false);
    this.begin('vertex', id, title, false, offset, t);
  }

  vertexEnd(id, how, offset, t) {
    const group = this.groups.findLast(each => each.kind === 'vertex' && each.id === id);
    if (!group) return;
    const seconds = how.match(SECONDS)?.[1];
    group.note = how.startsWith('DONE') ? '' : how.split(':')[0];
    if (this.stack.at(-1) === group) this.end(this.stack.length - 1, offset + 1, t, false);
    group.millis = seconds ? Number(seconds) * 1000 : undefined;
    if (how.startsWith('ERROR')) group.open = true;
  }

  /** The groups around a line, outermost first. */
  around(offset) {
    return this.groups.filter(({ from, to }) => from < offset && (to === undefined || offset < to));
  }

  /** What is seen of so many lines: `lines(from, to)` and `head(group)` are called in their order. */
  walk(count, isOpen, lines, head) {
    let at = 0;
    const ends = [];
    const upTo = offset => {
      while (ends.length && ends.at(-1) < offset) {
        const end = ends.pop();
        if (at < end) lines(at, end);
        at = Math.max(at, end + 1);
      }
      if (at < offset) lines(at, offset);
      at = Math.max(at, offset);
    };
    for (const group of this.groups) {
      if (group.from < at) continue;
      upTo(group.from);
      head(group);
      at = group.from + 1;
      if (isOpen(group)) {
        if (group.closed) ends.push(group.to);
      } else {
        at = group.to === undefined ? count : group.to + (group.closed ? 1 : 0);
      }
    }
    upTo(count);
  }
}
