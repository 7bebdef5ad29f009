// Finds pages, repositories, services, builds and what can be done here, by a few letters. A combobox in a dialog:
// the focus stays in the field, and goes back to where it was.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { element } from './dom.js';

const PAGES = [
  ['Overview', '/', 'g o'], ['Builds', '/builds', 'g b'], ['Queue', '/queue', 'g q'], ['Services', '/services', 'g s'],
  ['Copies', '/sync', 'g c'], ['Targets', '/targets', 'g t'], ['Repositories', '/repositories', 'g r'], ['Deliveries', '/deliveries', 'g d'],
  ['Settings', '/settings', 'g e'], ['Connect a forge', '/connect', '', 'maintainer'],
  ['People', '/settings/users', '', 'administrator'], ['Audit log', '/settings/audit', '', 'administrator'],
];
const ROLES = ['viewer', 'developer', 'maintainer', 'administrator'];
const PAUSE = 120;
const MOST_ACTIONS = 12;

/** The buttons of the page that can be pressed now, by what they say. */
function actions() {
  const found = new Map();
  for (const button of document.querySelectorAll('main form[method="post"] button, main [data-dialog], main .actions a')) {
    const label = button.textContent.replace(/\s+/g, ' ').trim();
    if (label && !button.disabled && !button.closest('dialog') && button.checkVisibility() && !found.has(label)) {
      found.set(label, button);
    }
  }
  return [...found].slice(0, MOST_ACTIONS).map(([title, button]) => ({
    kind: 'action', title, about: 'on this page', run: () => { button.focus(); button.click(); },
  }));
}

function pages() {
  const role = ROLES.indexOf(document.body.dataset.role);
  return PAGES.filter(([, , , needed = 'viewer']) => role >= ROLES.indexOf(needed))
    .map(([title, url, about]) => ({ kind: 'page', title, about, url }));
}

class Palette {
  constructor() {
    this.input = element('input', {
      type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'found', 'aria-autocomplete': 'list',
      'aria-label': 'Find pages, repositories, services, builds and actions', placeholder: 'Find or do anything',
      autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', maxlength: '200',
    });
    this.list = element('ul', { id: 'found', role: 'listbox', 'aria-label': 'What was found' });
    this.count = element('p', { role: 'status', class: 'unseen' });
    this.dialog = element('dialog', { class: 'palette', 'aria-label': 'Find' }, this.input, this.list, this.count);
    this.items = [];
    this.input.addEventListener('input', () => this.look());
    this.input.addEventListener('keydown', event => this.key(event));
    this.list.addEventListener('mousemove', event => this.choose(this.index(event.target)));
    this.list.addEventListener('click', event => this.take(this.index(event.target)));
    this.dialog.addEventListener('click', event => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener('close', () => this.closed());
    document.body.append(this.dialog);
  }

  open() {
    if (this.dialog.open) return this.dialog.close();
    // A dialog that is open already keeps its own keys.
    if (document.querySelector('dialog[open]')) return;
    this.before = document.activeElement;
    this.local = [...actions(), ...pages()];
    this.remote = [];
    this.input.value = '';
    this.dialog.showModal();
    this.input.focus();
    this.look();
  }

  closed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.before?.isConnected) this.before.focus();
  }

  /** Shows at once what is known here, and then what the server finds. */
  look() {
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask().catch(() => {}), this.input.value ? PAUSE : 0);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams({ q: this.input.value });
    const answer = await fetch(`/api/v1/find?${query}`, { headers: { Accept: 'application/json' }, signal: this.asking.signal });
    if (!answer.ok) return;
    this.remote = (await answer.json()).items;
    this.answered = query.get('q');
    this.show();
  }

  words() {
    return this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  show() {
    const words = this.words();
    const begins = (word, text) => text.toLowerCase().split(/[\s/]+/).some(part => part.startsWith(word));
    const fits = text => words.every(word => begins(word, text));
    const chosen = this.items[this.at];
    // What the server found for other letters is shown as far as it fits, until its next answer.
    const found = this.answered === this.input.value ? this.remote : this.remote.filter(item => fits(`${item.title} ${item.about}`));
    this.items = [...this.local.filter(item => fits(item.title)), ...found];
    const rows = this.items.map((item, index) => element('li', { role: 'option', id: `found-${index}`, 'data-kind': item.kind, 'aria-selected': 'false' },
      element('span', { class: 'kind' }, item.kind), element('span', { class: 'name' }, item.title),
      element('span', { class: 'about' }, item.status ? `${item.about}, ${item.status.replace('_', ' ')}` : item.about ?? '')));
    this.list.replaceChildren(...rows);
    this.count.textContent = this.items.length === 1 ? '1 result' : `${this.items.length} results`;
    if (!rows.length) this.list.append(element('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, 'Nothing is called that'));
    const again = chosen ? this.items.findIndex(item => item.title === chosen.title && item.url === chosen.url) : -1;
    this.choose(Math.max(0, this.moved ? again : 0));
  }

  choose(index) {
    if (index < 0) return;
    this.at = index;
    for (const row of this.list.children) row.setAttribute('aria-selected', String(row.id === `found-${index}`));
    const row = document.getElementById(`found-${index}`);
    row?.scrollIntoView({ block: 'nearest' });
    if (row) this.input.setAttribute('aria-activedescendant', row.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  index(target) {
    return Number(target.closest('[role="option"]')?.id.replace('found-', '') || -1);
  }

  key(event) {
    const last = this.items.length - 1;
    const to = {
      ArrowDown: this.at >= last ? 0 : this.at + 1,
      ArrowUp: this.at <= 0 ? last : this.at - 1,
    }[event.key];
    this.moved = to !== undefined;
    if (this.moved) this.choose(to);
    else if (event.key === 'Enter') this.take(this.at);
    else return;
    event.preventDefault();
  }

  take(index) {
    const item = this.items[index];
    if (!item) return;
    this.dialog.close();
    if (item.run) item.run();
    else location.assign(item.url);
  }
}

let palette;

export function open() {
  palette ??= new Palette();
  palette.open();
}
