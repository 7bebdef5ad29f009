// Terminal colours, and nothing else of what a terminal understands. Text comes out as text.

const ESCAPES = /\x1b\[([0-?]*)([ -/]*)([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
const LINK = /\bhttps?:\/\/[^\s<>"'`\u202a-\u202e\u2066-\u2069]+/g;
const NOT_TEXT = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const FLAGS = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse', 9: 'strike' };

/** What a line begins with when the one before it changed nothing. */
export const PLAIN = Object.freeze({});

/**
 * Splits a line into runs of one look each. What a carriage return lets be written over is left out.
 * @returns {{runs: {text: string, look: object}[], look: object}} the look holds on in the next line
 */
export function parse(line, look = PLAIN) {
  const runs = [];
  let from = 0;
  let returned = false;
  const push = piece => {
    for (const [index, part] of piece.split('\r').entries()) {
      returned ||= index > 0;
      const text = part.replace(NOT_TEXT, '');
      if (!text) continue;
      if (returned) runs.length = 0;
      returned = false;
      runs.push({ text, look });
    }
  };
  for (const match of line.matchAll(ESCAPES)) {
    push(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[3] === 'm' && !match[2]) look = select(look, match[1]);
  }
  push(line.slice(from));
  return { runs, look };
}

/** What is left without any look. */
export function plain(line) {
  return parse(line).runs.map(run => run.text).join('');
}

/** Applies the parameters of one SGR sequence. */
export function select(look, parameters) {
  const codes = parameters.split(/[;:]/).map(code => (code === '' ? 0 : Number(code)));
  let next = { ...look };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) next = {};
    else if (FLAGS[code]) next[FLAGS[code]] = true;
    else if (code === 22) { delete next.bold; delete next.dim; }
    else if (FLAGS[code - 20]) delete next[FLAGS[code - 20]];
    else if (code >= 30 && code <= 37) next.fg = code - 30;
    else if (code >= 90 && code <= 97) next.fg = code - 82;
    else if (code === 39) delete next.fg;
    else if (code >= 40 && code <= 47) next.bg = code - 40;
    else if (code >= 100 && code <= 107) next.bg = code - 92;
    else if (code === 49) delete next.bg;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i + 1);
      if (colour !== undefined) next[code === 38 ? 'fg' : 'bg'] = colour;
      i += used;
    }
  }
  return Object.keys(next).length ? next : PLAIN;
}

function extended(codes, at) {
  if (codes[at] === 5) return [palette(codes[at + 1]), 2];
  if (codes[at] !== 2) return [undefined, 1];
  const parts = codes.slice(at + 1, at + 4);
  const valid = parts.length === 3 && parts.every(part => part >= 0 && part <= 255);
  return [valid ? `rgb(${parts.join(', ')})` : undefined, 4];
}

/** One of the 256 colours: a number below 16 for those that the theme decides, else a CSS colour. */
export function palette(index) {
  if (!(index >= 0 && index <= 255)) return undefined;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const level = part => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))}, ${level(Math.floor(cube / 6) % 6)}, ${level(cube % 6)})`;
}

/** Adds the runs to an element. The theme's colours are classes; others are set one by one. */
export function render(runs, parent) {
  for (const { text, look } of runs) {
    if (look === PLAIN) {
      append(text, parent);
      continue;
    }
    const span = document.createElement('span');
    for (const flag of Object.values(FLAGS)) if (look[flag]) span.classList.add(`a-${flag}`);
    const [fg, bg] = look.inverse ? [look.bg, look.fg] : [look.fg, look.bg];
    if (typeof fg === 'string' && !bg) readable(span, fg);
    else colour(span, fg, 'fg', 'color');
    colour(span, bg, 'bg', 'backgroundColor');
    append(text, span);
    parent.append(span);
  }
}

/** Adds text, in which addresses of the web become links; nothing else does. */
function append(text, parent) {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(/[.,;:!?)\]}'"]+$/, '');
    if (!URL.canParse(address)) continue;
    parent.append(text.slice(from, match.index));
    const link = document.createElement('a');
    link.href = address;
    link.rel = 'noopener noreferrer nofollow';
    link.target = '_blank';
    link.append(address);
    parent.append(link);
    from = match.index + address.length;
  }
  parent.append(text.slice(from));
}

/** A colour that was chosen for some other background: the style sheet keeps its hue, and has it stand out from ours. */
function readable(span, value) {
  span.classList.add('a-own');
  span.style.setProperty('--own', value);
}

function colour(span, value, kind, property) {
  if (typeof value === 'number') span.classList.add(`a-${kind}${value}`);
  else if (value) span.style[property] = value;
}
