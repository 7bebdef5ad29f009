// The screens on the way to a first deployment.

/** Parts that take a while come when they are there; the page is there before. */
async function load(part) {
  try {
    const answer = await fetch(part.dataset.load, { headers: { Accept: 'text/html' } });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const main = document.adoptNode(fresh.querySelector('main'));
    for (const known of main.querySelectorAll('header, script, [data-said]')) known.remove();
    part.replaceWith(...main.childNodes);
    history.replaceState(null, '', part.dataset.load);
    choose();
    document.querySelector('[data-said]').textContent = 'What was detected is shown now.';
  } catch {
    part.querySelector('[role="status"]').textContent = 'Slipway does not answer. Reload the page to look again.';
  }
}

/** What is detected depends on the Dockerfile that is chosen. */
function choose() {
  for (const form of document.querySelectorAll('select[data-submit-on-change]')) {
    form.addEventListener('change', () => form.form.requestSubmit());
  }
  const port = document.querySelector('[data-port-found]');
  const health = document.querySelector('[data-health-found]');
  if (!port) return;
  for (const choice of document.querySelectorAll('[data-port]')) {
    choice.addEventListener('change', () => {
      document.querySelector('[name="port"]').placeholder = choice.dataset.port || '8080';
      port.textContent = choice.dataset.port
        ? `Detected: ${choice.dataset.port}.`
        : 'The Dockerfile has no EXPOSE. If its base image has none either, say the port here.';
      health.textContent = choice.dataset.health === 'yes'
        ? 'Detected: a HEALTHCHECK, which decides unless a path is given.'
        : 'No HEALTHCHECK: a container counts as healthy once its port is open.';
    });
  }
}

/** Help for those with whom nothing has happened for a while; it goes when something does. */
function wait(help) {
  help.hidden = true;
  setTimeout(() => { help.hidden = gone(); }, help.dataset.late * 1000);
  const part = document.querySelector('[data-refresh]');
  const said = document.querySelector('[data-said]');
  let before = part.querySelector('[data-sentence]').textContent;
  new MutationObserver(() => {
    if (gone()) help.hidden = true;
    const now = part.querySelector('[data-sentence]').textContent;
    if (now !== before) said.textContent = now;
    before = now;
  }).observe(part, { childList: true });
}

/** Whether the help is not needed: a delivery or a build is there. */
function gone() {
  return document.querySelector('.journey a[href^="/deliveries/"], .journey a[href^="/builds/"]') !== null;
}

const slow = document.querySelector('[data-load]');
if (slow) load(slow);
else choose();
const late = document.querySelector('[data-late]');
if (late) wait(late);
