// The containers of a service: how each is, and what it uses, about once a second while the page is seen.

import { Chart } from './chart.js';
import { Live } from './live.js';
import { json } from './pages.js';
import { tick } from './time.js';

const QUIET = 5000;
const KINDS = {
  cpu: { name: 'CPU', least: 100, text: value => (value < 995 ? `${(value / 10).toFixed(value < 100 ? 1 : 0)} %` : `${(value / 1000).toFixed(2)} cores`) },
  memory: { name: 'Memory', least: 16 << 20, binary: true, text: bytes },
};

export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let left = value;
  while (left >= 1023.5 && unit < units.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${left < 10 && unit > 0 ? left.toFixed(1) : Math.round(left)} ${units[unit]}`;
}

export class Stats {
  constructor(root) {
    this.root = root;
    this.path = `/api/v1/services/${encodeURIComponent(root.dataset.containers)}`;
    this.list = root.querySelector('ul');
    this.state = root.querySelector('.state');
    this.template = root.querySelector('template');
    this.rows = new Map();
    for (const item of this.list.children) this.take(item, item.dataset.container);
    this.live = new Live(() => `${this.path}/stats`, {
      stats: figures => this.show(figures),
      state: connected => { this.state.hidden = connected; },
    }, true);
    this.look();
    setInterval(() => this.age(), 1000);
  }

  take(item, id) {
    const row = { item, charts: {}, texts: {}, heard: 0 };
    for (const [kind, settings] of Object.entries(KINDS)) {
      const figure = item.querySelector(`[data-figure="${kind}"]`);
      const svg = figure.querySelector('svg');
      svg.setAttribute('aria-label', `${settings.name} of ${item.querySelector('code').textContent}, the last two minutes`);
      row.charts[kind] = new Chart(svg, settings);
      row.texts[kind] = figure.querySelector('output');
    }
    this.rows.set(id, row);
    return row;
  }

  /** A container that runs and is not of the live release: one that is on its way, or being replaced. */
  joined(id) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.dataset.container = id;
    const code = item.querySelector('code');
    code.textContent = id.slice(0, 12);
    code.title = id;
    this.list.append(item);
    this.root.querySelector('.none')?.remove();
    const row = this.take(item, id);
    elsewhere(row);
    return row;
  }

  show({ container, cpu, memory, memory_limit: limit }) {
    const row = this.rows.get(container) ?? this.joined(container);
    const now = Date.now();
    row.heard = now;
    row.item.classList.remove('silent');
    row.charts.cpu.add(now, cpu);
    row.charts.memory.add(now, memory);
    row.texts.cpu.textContent = KINDS.cpu.text(cpu);
    row.texts.memory.textContent = bytes(memory) + (limit ? ` / ${bytes(limit)}` : '');
  }

  /** What nothing is heard of has no current value; what also left the live release has no row. */
  age() {
    const now = Date.now();
    for (const [id, row] of this.rows) {
      if (!row.heard || now - row.heard < QUIET) continue;
      row.item.classList.add('silent');
      row.texts.cpu.textContent = '–';
      row.texts.memory.textContent = '–';
      if (this.known && !this.known.has(id) && document.visibilityState === 'visible' && this.state.hidden) {
        row.item.remove();
        this.rows.delete(id);
      }
    }
  }

  /** How the live release's containers are; called again whenever something happened to the service. */
  async look() {
    try {
      const { containers } = await json(this.path);
      this.known = new Set(containers.map(container => container.id));
      for (const container of containers) this.tell(container);
      for (const [id, row] of this.rows) if (!this.known.has(id)) elsewhere(row);
      tick(this.root);
    } catch {
      // The next event asks again.
    }
  }

  tell(container) {
    const row = this.rows.get(container.id) ?? this.joined(container.id);
    const word = row.item.querySelector('.condition');
    const ill = container.health === 'unhealthy' || container.state === 'exited' || container.state === 'gone';
    const health = container.health && container.health !== 'none' ? `, ${container.health}` : '';
    word.textContent = container.state ? container.state + health : 'the engine does not answer';
    word.classList.toggle('wrong', ill);
    const since = row.item.querySelector('time');
    since.parentElement.hidden = !container.started_at;
    if (container.started_at) {
      since.dateTime = container.started_at;
      since.title = new Date(container.started_at).toLocaleString();
      since.dataset.ago = '';
    }
  }
}

function elsewhere({ item }) {
  const word = item.querySelector('.condition');
  word.textContent = 'not of the live release';
  word.classList.remove('wrong');
}
