// A small chart of one figure over the last two minutes. What it shows is also there as text beside it.

const SPAN = 120_000;
const GAP = 6000;
const WIDTH = 120;
const HEIGHT = 32;
const SVG = 'http://www.w3.org/2000/svg';

/** The next round number: 1, 2 or 5 and zeros, or a power of two for bytes. */
export function ceiling(value, binary) {
  if (value <= 0) return 1;
  if (binary) return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value);
}

/**
 * The lines through the points, oldest first, as one path: a gap in time is a gap in the line.
 * @param points {{at: number, value: number}[]}
 */
export function trace(points, now, top) {
  let path = '';
  let before = -Infinity;
  for (const { at, value } of points) {
    const x = WIDTH * (1 - (now - at) / SPAN);
    const y = HEIGHT - 1 - (HEIGHT - 2) * Math.min(1, value / top);
    path += `${at - before > GAP ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = at;
  }
  return path;
}

export class Chart {
  /** Draws into the SVG, whose size stays as it is. `least` is the top of the scale when little is going on. */
  constructor(svg, { least, binary = false }) {
    this.svg = svg;
    this.least = least;
    this.binary = binary;
    this.points = [];
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    this.line = document.createElementNS(SVG, 'path');
    this.line.setAttribute('vector-effect', 'non-scaling-stroke');
    svg.replaceChildren(this.line);
  }

  add(at, value) {
    this.points.push({ at, value });
    while (this.points[0].at < at - SPAN - GAP) this.points.shift();
    this.draw(at);
  }

  draw(now) {
    const most = Math.max(...this.points.map(point => point.value));
    this.line.setAttribute('d', trace(this.points, now, Math.max(this.least, ceiling(most, this.binary))));
  }
}
