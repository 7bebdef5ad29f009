// The window of rows that is in the page. Rows that were never seen are taken to be one line high, so positions are
// estimates; what is in view stays where it is when they turn out to be wrong. One row, the anchor, is known to be so
// many pixels below the top; the scroll bar is put right once nobody moves it.

const OVERSCAN = 0.75;
const REST = 140;

export class Scroll {
  constructor(box, bar, view) {
    this.box = box;
    this.bar = bar;
    this.view = view;
    this.rows = view.rows;
    this.canvas = document.createElement('div');
    this.canvas.className = 'canvas';
    this.window = document.createElement('div');
    this.window.className = 'window';
    this.canvas.append(this.window);
    box.append(this.canvas);
    this.elements = new Map();
    this.anchor = { row: 0, off: 0, key: '' };
    this.following = false;
    this.atEnd = false;
    this.moved = 0;
    this.width = 0;
    // Two who keep things in place would both move them.
    document.documentElement.style.overflowAnchor = 'none';
    addEventListener('scroll', () => this.onScroll(), { passive: true });
    addEventListener('resize', () => this.resized());
    new ResizeObserver(() => this.resized()).observe(box);
    // What is above the log may grow or shrink, which is no scrolling.
    new ResizeObserver(() => this.refresh()).observe(document.querySelector('main'));
    this.window.addEventListener('click', event => this.onClick(event));
  }

  // --- Measures ----------------------------------------------------------------------------------

  /** How far the top of what can be seen is below the first row; negative where something is above the log. */
  top() {
    return this.bar.getBoundingClientRect().bottom - this.canvas.getBoundingClientRect().top;
  }

  sight() {
    return Math.max(100, innerHeight - this.bar.getBoundingClientRect().bottom);
  }

  resized() {
    const width = this.box.clientWidth;
    if (width === this.width) return;
    this.width = width;
    const probe = document.createElement('div');
    probe.className = 'l';
    probe.innerHTML = '<a>1</a><time></time><span>x</span>';
    const head = document.createElement('button');
    head.className = 'fold';
    head.textContent = 'x';
    this.window.append(probe, head);
    this.rows.forget(probe.offsetHeight || 20, head.offsetHeight || 34);
    probe.remove();
    head.remove();
    this.refresh();
  }

  // --- Moving ------------------------------------------------------------------------------------

  onScroll() {
    // What was not moved by hand is kept where it is when it is drawn.
    if (scrollY === this.lastScroll) return;
    const top = this.top();
    const delta = scrollY - this.lastScroll;
    const left = document.documentElement.scrollHeight - innerHeight - scrollY;
    if (this.following && delta < 0 && left > 2) this.follow(false, true);
    else if (!this.following && delta > 0 && left < 4 && !this.view.complete) this.follow(true);
    // Rows above the end may turn out to be higher than they were taken for; the end is what was asked for.
    this.atEnd = left < 4 && (delta > 0 || this.atEnd);
    this.moved = performance.now();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.refresh(), REST);
    if (Math.abs(delta) > 2 * this.sight() || top < 0) this.anchorAt(top);
    else {
      this.anchor.off -= delta;
      this.settleAnchor();
    }
    this.note();
    this.refresh();
  }

  /** Draws with the next frame. */
  refresh() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  /** The rows are others than before: the anchor is looked for again. */
  relaid() {
    const { anchor } = this;
    this.atEnd = false;
    if (anchor.step !== undefined && this.rows.count) {
      anchor.row = this.rows.of(anchor.step, anchor.offset);
    }
    anchor.row = Math.max(0, Math.min(anchor.row, this.rows.count - 1));
    this.draw();
  }

  anchorAt(top) {
    const row = this.rows.find(Math.max(0, top));
    this.hold(row, this.rows.top(row) - top);
  }

  hold(row, off) {
    this.anchor = { row, off };
    if (row < this.rows.count) {
      const { step, offset, part } = this.rows.at(row);
      this.anchor.step = step;
      this.anchor.offset = offset ?? (part.kind === 'group' ? part.group.from : -1);
    }
  }

  /** Makes the first row that can be seen the anchor. */
  settleAnchor() {
    let { row, off } = this.anchor;
    while (off > 0 && row > 0) off -= this.heightOf(--row);
    while (row < this.rows.count - 1 && off + this.heightOf(row) <= 0) off += this.heightOf(row++);
    this.hold(row, off);
  }

  heightOf(row) {
    return this.elements.get(this.rows.at(row).key)?.getBoundingClientRect().height ?? this.rows.heightAt(row);
  }

  /** Goes to a row; it comes so far down from the top, as a part of what can be seen. */
  to(row, part) {
    this.atEnd = false;
    this.place();
    // Also where the log is still below what can be seen: the bar sticks to the top once one is there.
    const stuck = (parseFloat(getComputedStyle(this.bar).top) || 0) + this.bar.offsetHeight;
    const wanted = stuck + (innerHeight - stuck) * part;
    scrollBy({ top: this.canvas.getBoundingClientRect().top + this.rows.top(row) - wanted, behavior: 'instant' });
    this.note();
    this.hold(row, this.rows.top(row) - this.lastTop);
    this.moved = 0;
    this.draw();
  }

  /** To the very end, also where the browser takes another place for it by what it knows of the rows. */
  end() {
    if (!this.view.complete) this.follow(true);
    this.atEnd = true;
    this.draw();
  }

  /** On: the newest line is kept in view. */
  follow(on, quiet = false) {
    if (this.view.complete) on = false;
    const changed = on !== this.following;
    this.following = on;
    this.view.bar.following(on);
    if (on && changed && !quiet) this.draw();
  }

  toEnd() {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    this.note();
    if (this.rows.count) {
      const row = this.rows.count - 1;
      this.hold(row, this.rows.top(row) - this.lastTop);
      this.settleAnchor();
    }
  }

  focusHead(step) {
    this.elements.get(step)?.focus({ preventScroll: true });
  }

  // --- Drawing -----------------------------------------------------------------------------------

  place() {
    this.rows.place();
    this.canvas.style.height = `${Math.ceil(this.rows.height)}px`;
  }

  draw() {
    if (!this.rows.count) return;
    this.place();
    if (!this.following && !this.atEnd) this.catchUp();
    if (this.following || this.atEnd) this.toEnd();
    const { first, last } = this.range();
    this.view.want(first, last);
    this.fill(first, last);
    this.put(first);
    if (this.measure(first, last)) {
      this.place();
      if (this.following || this.atEnd) this.toEnd();
      this.put(first);
    }
    this.reconcile(first);
    this.view.bar.moved();
  }

  /** Takes note of what moved since the last time, be it scrolled or pushed by what is above the log. */
  catchUp() {
    const top = this.top();
    if (this.lastTop === undefined || top < 0) {
      this.anchorAt(top);
      this.note();
    } else if (scrollY !== this.lastScroll) this.onScroll();
    else if (Math.abs(top - this.lastTop) > 0.5) {
      // What is read stays where it is.
      scrollBy({ top: this.lastTop - top, behavior: 'instant' });
      this.note();
    }
  }

  note() {
    this.lastTop = this.top();
    this.lastScroll = scrollY;
  }

  /** The rows to have in the page: those in view, and some more to either side. */
  range() {
    const more = this.sight() * OVERSCAN;
    let { row: first, off: up } = this.anchor;
    while (first > 0 && up > -more) up -= this.rows.heightAt(--first);
    let { row: last, off: down } = this.anchor;
    const end = this.sight() + more;
    while (last < this.rows.count - 1 && down < end) down += this.rows.heightAt(last++);
    return { first, last };
  }

  fill(first, last) {
    const kept = new Map();
    let at = this.window.firstChild;
    for (let row = first; row <= last; row++) {
      const place = this.rows.at(row);
      const old = this.elements.get(place.key);
      const element = this.view.draw(place, old);
      element.row = place;
      kept.set(place.key, element);
      if (element === at) at = at.nextSibling;
      else this.window.insertBefore(element, at);
    }
    for (const [key, element] of this.elements) {
      if (kept.get(key) !== element) element.remove();
    }
    this.elements = kept;
  }

  /** Puts the window where the anchor is so far below the top as it is to be. */
  put(first) {
    const { row, off } = this.anchor;
    const element = this.elements.get(this.rows.at(row).key);
    const within = element ? element.offsetTop : this.rows.top(row) - this.rows.top(first);
    this.at = this.lastTop + off - within;
    this.window.style.transform = `translateY(${this.at}px)`;
  }

  /** Learns from what is in the page how high rows are; answers whether that was news. */
  measure(first, last) {
    let news = false;
    for (let row = first; row <= last; row++) {
      const { part, step, offset, key } = this.rows.at(row);
      if (part.kind !== 'lines') continue;
      const element = this.elements.get(key);
      if (element.line && this.rows.measure(step, offset, element.offsetHeight)) news = true;
    }
    return news;
  }

  /** Brings scroll bar and rows together again, without moving what is seen. */
  reconcile(first) {
    if (this.following || this.atEnd) return;
    const { row, off } = this.anchor;
    const drift = this.rows.top(row) - off - this.lastTop;
    if (Math.abs(drift) < 1) return;
    const nearEnd = this.lastTop < this.sight() || this.lastTop > this.rows.height - 2 * this.sight();
    if (performance.now() - this.moved < REST && !nearEnd) return;
    const before = this.lastTop;
    scrollBy({ top: drift, behavior: 'instant' });
    this.note();
    if (Math.abs(this.lastTop - before - drift) > 1) this.anchorAt(this.lastTop);
    this.put(first);
  }

  onClick(event) {
    const head = event.target.closest('.fold, .group');
    if (head) {
      const row = head.closest('.l')?.row ?? head.row;
      const y = head.getBoundingClientRect().top;
      this.follow(false);
      const index = this.rows.of(row.step, row.part.kind === 'step' ? -1 : row.part.group.from);
      this.hold(index, y - this.bar.getBoundingClientRect().bottom);
      this.view.toggle(row);
      return;
    }
    const link = event.target.closest('.l > a');
    if (link) this.view.bar.pick(event, Number(link.textContent));
  }
}
