/* SPDX-License-Identifier: Apache-2.0 */
/* The page's script: what is hidden, the scale, smoothing, the values at an epoch, copies. All that
 * it shows is in the page without it. */
(() => {
'use strict';
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const svgNode = (name, attributes) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  return node;
};
document.documentElement.classList.add('script');

/* ---- charts ---- */

const hidden = new Set();
let smoothing = 0;
const nameOf = run => {
  const found = document.querySelector(`tr[data-run="${run}"] bdi, .legend [data-run="${run}"] bdi`);
  return found ? found.textContent : `run ${run}`;
};

/* A chart: its figure, its numbers, and what each of its runs looks like. */
const charts = all('figure.chart').filter(figure => figure.querySelector('script')).map(figure => {
  const data = JSON.parse(figure.querySelector('script').textContent);
  const svg = figure.querySelector('svg');
  const chart = {figure, svg, data, log: data.log, whole: data.runs.length > 0};
  return chart;
});
charts.forEach((chart, i) => {
  if (!chart.whole) chart.data.runs = charts[i - 1].data.runs; /* a close-up, of the chart before it */
  for (const run of chart.data.runs) run.x = run.x || chart.data.runs[0].x;
  chart.lines = new Map();
  for (const group of all('g[data-run]', chart.svg)) {
    const line = group.querySelector('.l, circle');
    if (line) chart.lines.set(+group.dataset.run, {group, look: line.getAttribute('class')});
  }
  chart.places = [...new Set(chart.data.runs.flatMap(run => run.x))].sort((a, b) => a - b);
});

/* TensorBoard's: an exponential moving average without the bias of its start. */
function smoothed(values) {
  const constant = values.every(v => v === values[0]);
  if (!smoothing || constant) return values;
  let last = 0, n = 0;
  return values.map(v => {
    if (v === null) return null;
    last = last * smoothing + (1 - smoothing) * v;
    return last / (1 - Math.pow(smoothing, ++n));
  });
}

const shown = chart => chart.data.runs.filter(run => !hidden.has(run.run));

/* Ticks at 1, 2 or 5 times a power of ten, and the ends that they give the axis. */
function axis(low, high, log) {
  const ticks = [];
  if (log) {
    const widen = Math.pow(high / low, .04) || 1;
    low /= widen; high *= widen;
    if (low === high) { low /= 2; high *= 2; }
    const decades = Math.log10(high / low), skip = Math.max(1, Math.ceil(decades / 6));
    for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high); p++)
      for (const f of decades <= 2 ? [1, 2, 5] : [1]) {
        const v = f * Math.pow(10, p);
        if (v >= low && v <= high && p % skip === 0) ticks.push(v);
      }
    return {low, high, ticks, log, label: v => String(+v.toPrecision(4))};
  }
  if (!(high > low)) { low -= .5; high += .5; }
  const rough = (high - low) / 5, power = Math.pow(10, Math.floor(Math.log10(rough)));
  const f = rough / power, step = (f < 1.5 ? 1 : f < 3.5 ? 2 : f < 7.5 ? 5 : 10) * power;
  low = Math.floor(low / step + 1e-9) * step;
  high = Math.ceil(high / step - 1e-9) * step;
  for (let i = 0; low + i * step <= high + step * 1e-9; i++) ticks.push(low + i * step);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {low, high, ticks, log, label: v => Math.abs(v) < 1e4 ? v.toFixed(decimals) : String(+v.toPrecision(4))};
}

/* The axis of what is shown; a close-up keeps its range. */
function axisOf(chart) {
  const {data, log, whole} = chart;
  if (!whole) return axis(data.values[0], data.values[1], log && data.values[0] > 0);
  let low = Infinity, high = -Infinity, least = Infinity;
  for (const run of shown(chart))
    run.y.forEach((v, i) => {
      if (v === null) return;
      const below = run.low && !(log && run.low[i] <= 0) ? run.low[i] : v;
      if (!log || below > 0) low = Math.min(low, below);
      high = Math.max(high, run.high ? run.high[i] : v);
      least = Math.min(least, v);
    });
  if (!(low <= high)) [low, high] = data.values;
  return axis(low, high, log && low > 0);
}

function place(chart, y) {
  const [left, top, right, bottom] = chart.data.frame, [first, last] = chart.data.range;
  const at = y.log ? v => v > 0 ? Math.log(v / y.low) / Math.log(y.high / y.low) : -1
                   : v => (v - y.low) / (y.high - y.low);
  return {
    x: v => left + (v - first) / (last - first || 1) * (right - left),
    y: v => bottom - Math.min(11, Math.max(-10, at(v))) * (bottom - top)
  };
}

function path(xs, ys, to) {
  let d = '', pen = 'M';
  ys.forEach((v, i) => {
    if (v === null) { pen = 'M'; return; }
    d += `${pen}${to.x(xs[i]).toFixed(2)} ${to.y(v).toFixed(2)}`;
    pen = 'L';
  });
  return d.replace(/(M[^ML]*)(?=M|$)/g, '$1h.01'); /* a point alone is a dot */
}

function drawValues(chart, y, to) {
  const [left, , right] = chart.data.frame, group = chart.svg.querySelector('.values');
  group.replaceChildren();
  for (const tick of y.ticks) {
    const at = to.y(tick).toFixed(2);
    group.append(svgNode('path', {class: 'l w grid', d: `M${left} ${at}L${right} ${at}`}));
    const text = svgNode('text', {class: 't e muted', x: left - 7, y: +at + 4});
    text.textContent = y.label(tick);
    group.append(text);
  }
}

function drawRun(chart, run, to) {
  const line = chart.lines.get(run.run);
  if (!line) return;
  const title = line.group.querySelector('title'), parts = [];
  const look = line.look.replace(/^a /, 'l ');
  all(`g[data-run="${run.run}"]`, chart.svg).forEach(g => g !== line.group && g.replaceChildren());
  if (run.low) {
    const upper = path(run.x, run.high, to), lower = path([...run.x].reverse(), [...run.low].reverse(), to);
    const band = svgNode('path', {class: look.replace(/^l (w )?/, 'a '), 'fill-opacity': .16,
                                  d: `${upper}${lower.replace('M', 'L')}Z`});
    if (!run.y.includes(null)) parts.push(band);
  }
  if (smoothing) parts.push(svgNode('path', {class: `${look} raw`, d: path(run.x, run.y, to)}));
  parts.push(svgNode('path', {class: look, d: path(run.x, smoothed(run.y), to)}));
  line.group.replaceChildren(title, ...parts);
}

/* Names at the ends of the curves that are shown, where there is room; line_chart.c has the same rule. */
function drawEnds(chart, to) {
  const [left, top, right, bottom] = chart.data.frame, lines = [];
  const ends = shown(chart).map(run => {
    const values = smoothed(run.y), before = values[Math.floor((values.length - 1) * .8)], last = values.at(-1);
    return {run: run.run, x: to.x(run.x.at(-1)), y: last === null ? NaN : to.y(last), before: before === null ? NaN : to.y(before)};
  }).filter(end => end.y >= top - 1 && end.y <= bottom + 1);
  const isFree = y => y - 12.6 >= top - 4 && y <= bottom - 4 && lines.every(line => Math.abs(line - y) >= 18);
  const group = chart.svg.querySelector('.ends');
  group.replaceChildren();
  if (chart.data.runs.length < 2 || chart.data.runs.length > 64) return;
  for (const end of ends) {
    const name = nameOf(end.run), early = end.x - left < 100;
    if (7 * name.length > (early ? right - end.x : end.x - left)) continue;
    const below = end.y - top < 26 || (bottom - end.y >= 26 && end.before < end.y - 1);
    const others = ends.filter(other => other !== end).map(other => other.y - end.y);
    const hasRoom = way => others.every(by => Math.abs(by) >= 20 && (by > 0 !== way > 0 || Math.abs(by) >= 32));
    const y = (below ? [17, -8] : [-8, 17]).filter(hasRoom).map(way => end.y + way).find(isFree);
    if (y === undefined) continue;
    lines.push(y);
    const text = svgNode('text', {class: early ? 't text' : 't e text', x: early ? end.x + 4 : end.x - 4, y});
    text.textContent = name;
    group.append(text);
  }
}

function draw(chart) {
  const y = axisOf(chart), to = place(chart, y);
  chart.to = to;
  drawValues(chart, y, to);
  for (const run of shown(chart)) drawRun(chart, run, to);
  drawEnds(chart, to);
}

/* ---- hidden runs ---- */

function hide() {
  for (const element of all('[data-run]')) {
    const off = hidden.has(+element.dataset.run);
    if (element.localName === 'button') element.setAttribute('aria-pressed', String(!off));
    else element.classList.toggle(element.localName === 'tr' ? 'off' : 'hide', off);
  }
  charts.forEach(draw);
}

const buttons = all('.legend button');
for (const button of buttons)
  button.addEventListener('click', event => {
    const run = +button.dataset.run, others = buttons.map(b => +b.dataset.run).filter(r => r !== run);
    if (event.shiftKey) {
      const alone = !hidden.has(run) && others.every(r => hidden.has(r));
      hidden.clear();
      if (!alone) {
        for (const element of all('[data-run]')) hidden.add(+element.dataset.run);
        hidden.delete(run);
      }
    } else if (!hidden.delete(run)) {
      hidden.add(run);
    }
    hide();
  });
for (const button of all('[data-all]'))
  button.addEventListener('click', () => { hidden.clear(); hide(); });

for (const input of all('.tools input'))
  input.addEventListener('input', () => {
    smoothing = +input.value;
    input.nextElementSibling.textContent = input.value;
    charts.forEach(draw);
  });
for (const chart of charts)
  for (const button of all('[data-log]', chart.figure))
    button.addEventListener('click', () => {
      chart.log = !chart.log;
      button.setAttribute('aria-pressed', String(chart.log));
      draw(chart);
    });

/* ---- the values at an epoch ---- */

function cell(kind, content) {
  const made = document.createElement(kind);
  made.append(content);
  return made;
}

/* Numbers of five digits; with as many decimals each where they are of one size, as accuracies are. */
function numbers(values) {
  const texts = values.map(v => String(+v.toPrecision(5)));
  if (!values.every(v => v === 0 || (Math.abs(v) >= .01 && Math.abs(v) < 10))) return texts;
  const decimals = Math.max(...texts.map(text => (text.split('.')[1] || '').length));
  return values.map(v => v.toFixed(decimals));
}

function pointAt(chart, index) {
  const {data, places, svg, figure} = chart, at = places[index], [, top, right, bottom] = data.frame;
  const rows = shown(chart).map(run => {
    const i = run.x.indexOf(at);
    return {run: run.run, value: i < 0 ? null : smoothed(run.y)[i]};
  }).filter(row => row.value !== null).sort((a, b) => b.value - a.value);
  leave(chart);
  chart.index = index;
  const to = chart.to || place(chart, {low: data.values[0], high: data.values[1], log: data.log});
  const x = to.x(at);
  svg.append(svgNode('path', {class: 'cursor', d: `M${x} ${top}V${bottom}`}));
  const tip = document.createElement('div'), table = document.createElement('table');
  tip.className = 'tip';
  tip.setAttribute('role', 'status');
  tip.append(`${data.x} ${at}`);
  const most = rows.slice(0, 24), texts = numbers(most.map(row => row.value));
  most.forEach((row, i) => {
    const line = document.createElement('tr');
    const key = document.querySelector(`.legend [data-run="${row.run}"] .key`);
    line.dataset.of = row.run;
    line.append(cell('td', key ? key.cloneNode(true) : ''), cell('th', nameOf(row.run)), cell('td', texts[i]));
    table.append(line);
  });
  tip.append(table);
  if (rows.length > 24) tip.append(`and ${rows.length - 24} more`);
  figure.append(tip);
  const width = figure.clientWidth, left = x / svg.viewBox.baseVal.width * width;
  tip.style.left = left > width / 2 ? `${Math.max(4, left - tip.offsetWidth - 12)}px`
                                    : `${Math.min(left + 24, width - tip.offsetWidth - 4)}px`;
}

function leave(chart) {
  for (const old of all('.tip, .cursor', chart.figure)) old.remove();
}

for (const chart of charts) {
  const {svg, places} = chart;
  svg.setAttribute('tabindex', '0');
  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    const [left, , right] = chart.data.frame, [first, last] = chart.data.range;
    const value = first + (x - left) / (right - left) * (last - first);
    let nearest = 0;
    places.forEach((p, i) => { if (Math.abs(p - value) < Math.abs(places[nearest] - value)) nearest = i; });
    if (places.length && !(chart.index === nearest && chart.figure.querySelector('.tip'))) pointAt(chart, nearest);
  });
  svg.addEventListener('pointerleave', () => leave(chart));
  svg.addEventListener('blur', () => leave(chart));
  svg.addEventListener('keydown', event => {
    const last = places.length - 1, now = chart.index === undefined ? last : chart.index;
    const next = {ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last, Enter: now}[event.key];
    if (event.key === 'Escape') leave(chart);
    if (next === undefined || last < 0) return;
    event.preventDefault();
    pointAt(chart, Math.min(last, Math.max(0, next)));
  });
}

/* ---- copies ---- */

const cells = table => all('tr', table).filter(row => !row.classList.contains('off'))
  .map(row => [...row.cells].map(c => c.textContent.trim().replace(/\s+/g, ' ')));
const formats = {
  markdown(rows) {
    const line = row => `| ${row.map(text => text.replace(/[\\|*_`<]/g, '\\$&')).join(' | ')} |`;
    return [line(rows[0]), `|${rows[0].map((_, i) => i ? '--:' : '---').join('|')}|`, ...rows.slice(1).map(line)].join('\n') + '\n';
  },
  latex(rows) {
    const marks = {'\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
                   '\u00b1': '$\\pm$', '\u2013': '--', '\u2212': '$-$', '<': '$<$', '>': '$>$'};
    const text = t => t.replace(/[\\~^\u00b1\u2013\u2212<>]|[&%$#_{}]/g, c => marks[c] || '\\' + c);
    const line = row => row.map(text).join(' & ') + ' \\\\';
    return ['\\begin{tabular}{l' + 'r'.repeat(rows[0].length - 1) + '}', '\\hline', line(rows[0]), '\\hline',
            ...rows.slice(1).map(line), '\\hline', '\\end{tabular}'].join('\n') + '\n';
  }
};

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

for (const button of all('[data-copy]'))
  button.addEventListener('click', async () => {
    const section = button.closest('section');
    await copy(formats[button.dataset.copy](cells(section.querySelector('table'))));
    section.querySelector('[role=status]').textContent = 'copied';
  });

/* ---- figures as files ---- */

const looks = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linejoin'];
const textLooks = [...looks, 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order'];

/* A legend of the runs that are drawn in the picture, no wider than 'width'; its height. */
function addLegend(made, picture, width, top) {
  const clip = picture.querySelector('svg'), frame = clip ? clip.viewBox.baseVal : picture.getBBox();
  const isDrawn = run => all(`g[data-run="${run}"]`, picture).some(group => {
    const box = group.getBBox();
    return box.y < frame.y + frame.height && box.y + box.height > frame.y;
  });
  const drawn = new Set(all('g[data-run]', picture).map(group => group.dataset.run).filter(isDrawn));
  let x = 14, y = top, keys = 0;
  const put = (text, key) => {
    const entry = svgNode('g', {}), words = svgNode('text', {class: 't n text', x: key ? 34 : 0, y: 9});
    words.textContent = text;
    entry.append(...(key ? all('*', key).map(node => node.cloneNode(true)) : []), words);
    made.append(entry);
    const wide = words.getBBox().x + words.getComputedTextLength();
    if (x > 14 && x + wide > width - 14) { x = 14; y += 20; }
    entry.setAttribute('transform', `translate(${x} ${y})`);
    x += wide + 18;
  };
  const dots = picture.querySelector('g[data-run] circle') && !picture.querySelector('g[data-run] path');
  if (dots) put('A dot is a run, a bar the median of the runs that share a value.');
  for (const button of dots ? [] : buttons)
    if (drawn.has(button.dataset.run)) { put(nameOf(button.dataset.run), button.querySelector('.key')); keys++; }
  if (drawn.size > keys && keys) put(`${drawn.size - keys} others, grey`);
  return drawn.size ? y + 24 - top : 0;
}

/* The pictures of a figure, or of a group of figures with their names. */
function panelsOf(figure) {
  if (figure.localName === 'figure') return [{name: '', svg: figure.querySelector('figcaption ~ svg, figcaption ~ .wide svg')}];
  return all('figure:not(.hide)', figure)
    .map(one => ({name: one.querySelector('figcaption').textContent.trim(), svg: one.querySelector('svg')}));
}

/* Add them side by side, six in a row; the width and height of all. */
function addPanels(made, panels) {
  const box = panels[0].svg.viewBox.baseVal, columns = Math.min(6, panels.length), room = panels[0].name ? 22 : 0;
  panels.forEach(({name, svg}, i) => {
    const x = i % columns * (box.width + 10), y = 40 + Math.floor(i / columns) * (box.height + room + 10);
    const panel = svgNode('g', {transform: `translate(${x} ${y + room})`});
    panel.append(...svg.cloneNode(true).childNodes);
    if (name) {
      const words = svgNode('text', {class: 't n text', x: 14, y: -6});
      words.textContent = name;
      panel.append(words);
    }
    made.append(panel);
  });
  for (const gone of all('.hide, .cursor', made)) gone.remove();
  return [columns * (box.width + 10) - 10, Math.ceil(panels.length / columns) * (box.height + room + 10) - 10];
}

/* Colours as every program knows them: not color(srgb 1 .5 0), which color-mix gives. */
const plain = value => value.replace(/color\(srgb ([^ ]+) ([^ ]+) ([^ )]+)\)/g, (_, ...parts) =>
  `rgb(${parts.slice(0, 3).map(part => Math.round(255 * part)).join(', ')})`);

/* A figure that needs no page: title, pictures, legend, and each part with the look that it has here. It is made in a wide
 * figure out of sight, so that a phone gets the same file. */
function standalone(figure, heading) {
  const stage = document.createElement('figure'), made = svgNode('svg', {xmlns: 'http://www.w3.org/2000/svg'});
  stage.className = `${figure.className} stage`;
  stage.append(made);
  document.body.append(stage);
  const paper = svgNode('rect', {class: 'a paper'}), panels = panelsOf(figure);
  const title = svgNode('text', {class: 't g text', x: 14, y: 26}), more = svgNode('text', {class: 't n muted', y: 26});
  const named = heading.cloneNode(true), what = named.querySelector('small');
  for (const other of all('.tools, small', named)) other.remove();
  title.textContent = named.textContent.trim();
  more.textContent = what ? what.textContent : '';
  made.append(paper, title, more);
  const [wide, tall] = addPanels(made, panels);
  more.setAttribute('x', 24 + title.getComputedTextLength());
  const width = Math.max(wide, 38 + title.getComputedTextLength() + more.getComputedTextLength());
  const height = tall + 48 + (panels[0].name ? 0 : addLegend(made, made.lastChild, width, tall + 52));
  for (const [name, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title.textContent}))
    made.setAttribute(name, value);
  paper.setAttribute('width', width);
  paper.setAttribute('height', height);
  for (const element of all('path, circle, rect, text', made)) {
    const style = getComputedStyle(element), names = element.localName === 'text' ? textLooks : looks;
    const values = names.map(name => `${name}: ${plain(style.getPropertyValue(name))}`);
    element.setAttribute('style', values.join('; '));
  }
  for (const element of all('[class]', made)) element.removeAttribute('class');
  stage.remove();
  return new XMLSerializer().serializeToString(made);
}

for (const button of all('[data-svg]'))
  button.addEventListener('click', () => {
    const heading = button.closest('figcaption, h3'), link = document.createElement('a');
    const figure = button.closest('figure') || heading.nextElementSibling;
    if (!panelsOf(figure).length) return; /* all runs are hidden */
    link.href = URL.createObjectURL(new Blob([standalone(figure, heading)], {type: 'image/svg+xml'}));
    link.download = `${figure.id}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });

/* ---- print ---- */

const folds = all('details');
addEventListener('beforeprint', () => {
  for (const fold of folds) { fold.dataset.open = fold.open; fold.open = true; }
});
addEventListener('afterprint', () => {
  for (const fold of folds) fold.open = fold.dataset.open === 'true';
});
})();
