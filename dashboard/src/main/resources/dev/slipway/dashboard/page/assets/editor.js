// The pipeline file while it is being written: what is wrong with it stands beside its line.

const PAUSE = 350;
const LEAST_ROWS = 12;
const MOST_ROWS = 2000;

class Editor {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector('textarea');
    this.gutter = form.querySelector('.gutter');
    this.notes = form.querySelector('.notes');
    this.verdict = form.querySelector('[role="status"]');
    this.effective = document.querySelector('[data-effective]');
    this.text.addEventListener('input', () => this.changed());
    this.notes.addEventListener('click', event => this.goTo(event.target.closest('li')));
    addEventListener('resize', () => this.place());
    // A page that is come back to keeps what was typed.
    addEventListener('pageshow', () => this.changed());
    this.number();
    this.read();
  }

  changed() {
    this.number();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE);
  }

  /** The box is as high as its text, so that line numbers and notes are where their lines are. */
  number() {
    const lines = this.text.value.split('\n').length;
    if (lines !== this.lines) {
      this.lines = lines;
      this.text.rows = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, lines + 1));
    }
    this.mark();
  }

  mark() {
    const wrong = new Set([...this.notes.children].map(note => Number(note.dataset.line)));
    this.gutter.replaceChildren(...Array.from({ length: this.lines }, (_, index) => {
      const number = document.createElement('span');
      number.textContent = `${index + 1}\n`;
      number.classList.toggle('wrong', wrong.has(index + 1));
      return number;
    }));
    this.place();
  }

  async read() {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await fetch('/api/v1/pipeline/validate', {
        method: 'POST',
        signal: asking.signal,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': this.form.elements.csrf.value },
        body: JSON.stringify({ text: this.text.value, repository: this.form.dataset.editor }),
      });
      if (!answer.ok) throw new Error(`validation answered ${answer.status}`);
      this.show(await answer.json());
    } catch (error) {
      if (error.name !== 'AbortError') this.say('Cannot be checked now. It is tried again with the next change.', false);
    }
  }

  show({ valid, problems, effective }) {
    this.notes.replaceChildren(...problems.map(note));
    this.mark();
    this.say(valid ? 'Valid' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, valid);
    this.text.toggleAttribute('aria-invalid', !valid);
    if (!valid) return;
    this.effective.replaceChildren(...effective.map(line => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }));
  }

  say(sentence, good) {
    if (this.verdict.textContent !== sentence) this.verdict.textContent = sentence;
    this.verdict.className = `verdict-line ${good ? 'good' : 'wrong'}`;
  }

  /** Beside their lines where there is room for them; one below the other where lines are close. */
  place() {
    const beside = getComputedStyle(this.notes).position === 'absolute';
    const height = parseFloat(getComputedStyle(this.text).lineHeight);
    const padding = parseFloat(getComputedStyle(this.text).paddingTop);
    let free = 0;
    for (const item of this.notes.children) {
      if (!beside) {
        item.style.top = '';
        continue;
      }
      const wanted = padding + (Math.max(1, Number(item.dataset.line)) - 1) * height;
      const top = Math.max(free, wanted);
      item.style.top = `${top}px`;
      free = top + item.offsetHeight + 6;
    }
    this.notes.parentElement.style.minHeight = beside ? `${free}px` : '';
  }

  goTo(item) {
    const line = Number(item?.dataset.line);
    if (!line) return;
    const before = this.text.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    const at = before + Math.max(0, Number(item.dataset.column) - 1);
    this.text.focus();
    this.text.setSelectionRange(at, at);
  }
}

function note({ path, line, column, message, hint }) {
  const item = document.createElement('li');
  item.dataset.line = line;
  item.dataset.column = column;
  const what = document.createElement(line ? 'button' : 'p');
  if (line) what.type = 'button';
  what.className = 'wrong';
  const place = document.createElement('b');
  place.textContent = line ? `Line ${line}: ` : '';
  what.append(place, path ? `${path}: ${message}` : message);
  item.append(what);
  if (hint) {
    const help = document.createElement('p');
    help.className = 'hint';
    help.textContent = hint;
    item.append(help);
  }
  return item;
}

const form = document.querySelector('[data-editor]');
if (form) new Editor(form);
