// Times and durations that go on while the page is open. Written like Show.java writes them.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function ago(then, now) {
  const age = now - then;
  if (age < 45_000) return 'just now';
  if (age < HOUR) return count(Math.max(1, Math.round(age / MINUTE)), 'minute');
  if (age < DAY) return count(Math.floor(age / HOUR), 'hour');
  return count(Math.floor(age / DAY), 'day');
}

function count(number, unit) {
  return `${number} ${unit}${number === 1 ? '' : 's'} ago`;
}

export function duration(millis) {
  const length = Math.max(0, millis);
  const two = number => String(number).padStart(2, '0');
  if (length < 1000) return `${Math.round(length)} ms`;
  if (length < 10_000) return `${(length / 1000).toFixed(1)} s`;
  if (length < MINUTE) return `${Math.floor(length / 1000)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min ${two(Math.floor(length / 1000) % 60)} s`;
  return `${Math.floor(length / HOUR)} h ${two(Math.floor(length / MINUTE) % 60)} min`;
}

/** How long something is still expected to take, rounded as an estimate deserves. */
export function until(millis) {
  if (millis <= 1000) return 'any moment';
  if (millis < 55_000) return `in about ${Math.max(5, Math.round(millis / 5000) * 5)} s`;
  const minutes = Math.max(1, Math.round(millis / MINUTE));
  return minutes < 60 ? `in about ${minutes} min` : `in about ${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Brings every time on the page up to date, and every duration that still runs. */
export function tick(root = document, now = Date.now()) {
  for (const time of root.querySelectorAll('time[data-ago]')) {
    setText(time, ago(Date.parse(time.dateTime), now));
  }
  for (const span of root.querySelectorAll('[data-until]')) {
    setText(span, until(Date.parse(span.dataset.until) - now));
  }
  for (const span of root.querySelectorAll('[data-since]')) {
    setText(span, duration(Math.floor((now - Date.parse(span.dataset.since)) / 1000) * 1000));
  }
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
