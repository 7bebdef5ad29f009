// The list of shortcuts, for whoever presses the question mark.

import { element } from './dom.js';

const EVERYWHERE = [
  ['Ctrl K', 'Find and go to anything'],
  ['?', 'These shortcuts'],
  ['g o', 'Overview'], ['g b', 'Builds'], ['g q', 'Queue'], ['g s', 'Services'], ['g t', 'Targets'],
  ['g r', 'Repositories'], ['g d', 'Deliveries'], ['g e', 'Settings'],
];
const LISTS = [['/', 'To the filter'], ['j', 'Next row'], ['k', 'Previous row'], ['Enter', 'Open the row']];
const LOG = [
  ['/', 'Find in the log'], ['n', 'Next hit'], ['N', 'Previous hit'], ['e', 'First error'], ['f', 'Follow the end'],
  ['t', 'Times: off, since start, clock'], ['o', 'Unfold all steps'], ['c', 'Fold all steps'], ['End', 'To the end'],
];
let dialog;

function keys(text) {
  return text.split(' ').map(key => element('kbd', {}, key));
}

function section(title, rows) {
  const list = element('dl', {}, ...rows.map(([key, what]) => element('div', {}, element('dt', {}, ...keys(key)), element('dd', {}, what))));
  return element('section', {}, element('h3', {}, title), list);
}

function build() {
  const log = document.querySelector('.log .find');
  const parts = [section('Everywhere', EVERYWHERE), log ? section('In the log', LOG) : section('In lists', LISTS)];
  const close = element('button', { type: 'button' }, 'Close');
  const made = element('dialog', { class: 'shortcuts', 'aria-labelledby': 'shortcuts' },
    element('h2', { id: 'shortcuts' }, 'Shortcuts'), element('div', { class: 'columns' }, ...parts),
    element('p', { class: 'buttons' }, close));
  close.addEventListener('click', () => made.close());
  document.body.append(made);
  return made;
}

export function open() {
  dialog ??= build();
  if (!dialog.open) dialog.showModal();
}
