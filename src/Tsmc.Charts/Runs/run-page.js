"use strict";
// The page of a run record. Words: a *particle* is a pair of a step t (from 1) and a slot (from 0); a slot's *parent* is the particle of
// the step before that it continues. Every text of the record becomes a text node, never markup.

const run = JSON.parse(document.getElementById("run").textContent);
const at = id => document.getElementById(id);

// What is shown. `anchor` is the particle that was chosen last; its ancestors and, beyond its step, its heaviest descendant are followed
// while the step changes.
const shown = { problem: 0, group: 0, step: 1, anchor: null };

// ---- the run -------------------------------------------------------------------------------------------------------------------------

const problemShown = () => run.problems[shown.problem];
const groupShown = () => problemShown().groups[shown.group];
const stepsShown = () => groupShown()?.steps ?? [];
const particleOf = (step, slot) => stepsShown()[step - 1].particles[slot];
const parentOf = (step, slot) => step === 1 ? null : stepsShown()[step - 2].ancestors?.[slot] ?? slot;

function offspringOf(step, slot) {
  const { ancestors } = stepsShown()[step - 1];
  return ancestors ? ancestors.filter(ancestor => ancestor === slot).length : 1;
}

// Slots of a particle's ancestors and its own: lineage[t] for t = 1 .. step.
function lineageOf(step, slot) {
  const lineage = [];
  for (let t = step; t >= 1; t--) {
    lineage[t] = slot;
    slot = parentOf(t, slot);
  }
  return lineage;
}

// The heaviest of a particle's descendants at a later step, or null when it has died out.
function descendantAt({ step, slot }, later) {
  let family = new Set([slot]);
  for (let t = step + 1; t <= later; t++) {
    family = new Set([...stepsShown()[t - 1].particles.keys()].filter(each => family.has(parentOf(t, each))));
  }
  return [...family].reduce((best, each) =>
    best === null || particleOf(later, each).weight > particleOf(later, best).weight ? each : best, null);
}

// Slots of the family line that the page follows; empty when nothing is chosen.
function lineageShown() {
  const { anchor, step } = shown;
  if (!anchor) return [];
  const descendant = step > anchor.step ? descendantAt(anchor, step) : null;
  return descendant === null ? lineageOf(anchor.step, anchor.slot) : lineageOf(step, descendant);
}

const heaviest = step => stepsShown()[step - 1].particles.reduce(
  (best, particle, slot, all) => particle.weight > all[best].weight ? slot : best, 0);

// ---- pieces of the page --------------------------------------------------------------------------------------------------------------

const SVG = at("genealogy").namespaceURI;

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined).map(child => child instanceof Node ? child : String(child)));
  return element;
}

const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const classes = names => Object.keys(names).filter(name => names[name]).join(" ");

function number(value, digits = 3) {
  if (value === null || value === undefined) return "";
  const x = Number(value); // infinities are written as texts
  if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
  const small = x !== 0 && Math.abs(x) < 0.5 * 10 ** -digits;
  return (small ? x.toExponential(1) : x.toFixed(digits)).replace("-", "−");
}

// Vermilion at 0, grey at one half, blue at 1: the colours of the notebooks.
function colourOf(value) {
  if (value === null) return "#9a9a9a";
  const end = value < 0.5 ? [213, 94, 0] : [0, 114, 178], share = 2 * Math.min(0.5, Math.abs(value - 0.5));
  return `rgb(${end.map(channel => Math.round(225 + share * (channel - 225))).join(",")})`;
}

const groundOf = value => value === null ? null
  : `background:rgba(var(${value < 0.5 ? "--low" : "--high"}),${(0.9 * Math.min(0.5, Math.abs(value - 0.5))).toFixed(2)})`;

const statusOf = particle => ({ running: "running", finished: "ended itself", truncated: "cut off by the token limit" })[particle.status];
const oneLine = text => text.split("\n").map(line => line.trim()).filter(line => line).join(" / ");

function verdictOf(particle) {
  if (particle.correct === null) return null;
  const sentence = particle.answer === null ? "✗ no answer" : `${particle.correct ? "✓" : "✗"} answer ${particle.answer}`;
  return html("b", { class: particle.correct ? "right" : "wrong" }, sentence);
}

// ---- drawing -------------------------------------------------------------------------------------------------------------------------

function draw() {
  const focused = document.activeElement?.dataset?.key;
  const lineage = lineageShown();
  drawControls();
  drawGenealogy(lineage);
  drawSolution(lineage);
  drawPlots(lineage);
  drawParticles(lineage);
  writeHash(lineage);
  if (focused) document.querySelector(`[data-key="${focused}"]`)?.focus();
}

function drawControls() {
  const problem = problemShown(), group = groupShown(), steps = stepsShown();
  at("problem").value = shown.problem;
  at("group").replaceChildren(...problem.groups.map((each, i) => html("option", { value: i, selected: i === shown.group }, each.group)));
  at("step").max = Math.max(1, steps.length);
  at("step").value = shown.step;
  at("step-shown").textContent = steps.length ? `${shown.step} of ${steps.length}` : "none";
  at("problem-text").textContent = problem.text;
  at("reference").textContent = problem.answer;
  if (!steps.length) {
    at("group-summary").textContent = "No step of this problem was recorded.";
    return;
  }
  const { particles } = steps.at(-1), graded = particles.filter(particle => particle.correct !== null);
  const roots = new Set(particles.map((_, slot) => lineageOf(steps.length, slot)[1])).size;
  at("group-summary").textContent = `Group ${group.group}: ${particles.length} particles, ${steps.length} steps`
    + (group.whole ? "" : " so far: the run was stopped before its end, or goes on")
    + `; ${roots} of the first step's particles have descendants at the last`
    + (graded.length ? `; ${graded.filter(particle => particle.correct).length} of ${graded.length} correct.` : ".");
}

function drawGenealogy(lineage) {
  const picture = at("genealogy"), steps = stepsShown();
  if (!steps.length) return picture.replaceChildren();
  const m = steps[0].particles.length, last = steps.length;
  const row = m <= 12 ? 26 : m <= 24 ? 20 : m <= 48 ? 15 : 11, left = 34, top = 30, right = 64;
  const column = Math.min(130, Math.max(44, (picture.parentElement.clientWidth - left - right) / last));
  const x = step => left + (step - 0.5) * column, y = slot => top + (slot + 0.5) * row;
  const width = Math.round(left + last * column + right), height = top + m * row + 6;
  fill(picture, { width, height, viewBox: `0 0 ${width} ${height}` }, []);

  // Whether a particle of the last step descends from (step, slot).
  const survivors = steps.map(() => new Set());
  for (let slot = 0; slot < m; slot++) lineageOf(last, slot).forEach((each, step) => survivors[step - 1].add(each));
  const isChosen = (step, slot) => lineage[step] === slot;

  const columns = [], lines = [], marks = [];
  for (let step = 1; step <= last; step++) {
    const now = step === shown.step, later = step > shown.step, go = { onclick: () => goTo(step) };
    columns.push(
      svg("rect", { class: classes({ column: true, now }), x: x(step) - column / 2, y: 0, width: column, height, ...go }),
      svg("text", { class: classes({ heading: true, now }), x: x(step), y: 16, "text-anchor": "middle", ...go }, column < 60 ? step : `t = ${step}`));
    for (let slot = 0; slot < m; slot++) {
      const particle = particleOf(step, slot), parent = parentOf(step, slot), chosen = isChosen(step, slot);
      if (parent !== null) {
        const survives = survivors[step - 1].has(slot), bend = column * 0.45;
        lines.push({
          rank: chosen ? 2 : survives ? 1 : 0, // what matters more lies above
          element: svg("path", {
            class: classes({ descent: true, survives, chosen, later }),
            d: `M${x(step - 1)} ${y(parent)}C${x(step - 1) + bend} ${y(parent)} ${x(step) - bend} ${y(slot)} ${x(step)} ${y(slot)}`,
          }),
        });
      }
      const tip = `t ${step}, slot ${slot}: V ${number(particle.value)}, weight ${number(particle.weight)}, ${statusOf(particle)}`
        + (particle.text ? `: ${oneLine(particle.text)}` : "");
      marks.push(svg("circle", {
        class: classes({ particle: true, [particle.status]: true, ancestor: chosen, selected: chosen && step === shown.step, later }),
        "data-step": step, "data-slot": slot, cx: x(step), cy: y(slot), fill: colourOf(particle.value),
        r: (row * (0.15 + 0.23 * Math.sqrt(Math.min(4, m * particle.weight)))).toFixed(1), onclick: () => choose(step, slot),
      }, svg("title", {}, tip)));
      if (step === last && particle.correct !== null) {
        marks.push(svg("text", { class: classes({ [particle.correct ? "right" : "wrong"]: true, later }), fill: "currentColor",
          x: x(step) + row * 0.75 + 4, y: y(slot) + 4 }, `${particle.correct ? "✓" : "✗"} ${(particle.answer ?? "").slice(0, 6)}`));
      }
    }
  }
  const slots = Array.from({ length: m }, (_, slot) => svg("text", { class: "slot", x: 4, y: y(slot) + 4 }, row > 11 || slot % 2 === 0 ? slot : ""));
  picture.replaceChildren(...columns, ...slots, ...lines.sort((a, b) => a.rank - b.rank).map(line => line.element), ...marks);
}

function drawSolution(lineage) {
  const table = at("solution"), slot = lineage[shown.step];
  if (slot === undefined) {
    const { anchor } = shown;
    at("particle-summary").textContent = anchor
      ? `The particle in slot ${anchor.slot} at step ${anchor.step} has no descendant at step ${shown.step}.`
      : "No particle is chosen. Click one in the genealogy or in the table below.";
    return table.replaceChildren();
  }
  const particle = particleOf(shown.step, slot), ancestors = lineage.slice(1, shown.step + 1);
  at("particle-summary").replaceChildren(...[
    `Slot ${slot} at step ${shown.step}: ${statusOf(particle)}. `, verdictOf(particle), particle.correct === null ? null : " ",
    `Slots of its ancestors and its own: ${ancestors.join(" → ")}.`,
  ].filter(each => each !== null));
  const head = ["t", "slot", "wrote", "V", "log ψ", "weight", "tokens"];
  table.replaceChildren(
    html("thead", {}, html("tr", {}, ...head.map(name => html("th", { class: name === "wrote" ? "" : "number" }, name)))),
    html("tbody", {}, ...lineage.map((each, step) => {
      const { text, value, logTwist, weight, tokens } = particleOf(step, each);
      return html("tr", { class: classes({ now: step === shown.step, later: step > shown.step }), "aria-current": step === shown.step ? "step" : null },
        html("td", { class: "number" }, step), html("td", { class: "number" }, each),
        html("td", { class: "text", style: groundOf(value) }, text ? text.trim().replaceAll("\n\n", "\n") : "(had ended before)"),
        html("td", { class: "number" }, number(value)), html("td", { class: "number" }, number(logTwist)),
        html("td", { class: "number" }, number(weight)), html("td", { class: "number" }, tokens));
    }).slice(1)));
}

function drawParticles(lineage) {
  const steps = stepsShown();
  at("particles-title").textContent = steps.length ? `Particles at step ${shown.step}` : "Particles";
  if (!steps.length) return at("particles").replaceChildren();
  const { particles, ancestors } = steps[shown.step - 1], heavy = Math.max(...particles.map(particle => particle.weight)) || 1;
  const head = [["slot", ""], ["from", "number"], ["wrote in this step", ""], ["V", "number"], ["weight", ""], ["log weight", "number"],
    [ancestors ? "offspring" : "goes on as", "number"], ["state", ""]];
  at("particles").replaceChildren(
    html("thead", {}, html("tr", {}, ...head.map(([name, kind]) => html("th", { class: kind }, name)))),
    html("tbody", {}, ...particles.map((particle, slot) => html("tr", { class: classes({ now: lineage[shown.step] === slot }) },
      html("td", {}, html("button", { type: "button", "data-key": `slot-${slot}`, "aria-pressed": String(lineage[shown.step] === slot),
        onclick: () => choose(shown.step, slot) }, slot)),
      html("td", { class: "number" }, parentOf(shown.step, slot) ?? "start"),
      html("td", { class: "text" }, particle.text ? oneLine(particle.text) : "(had ended before)"),
      html("td", { class: "number", style: groundOf(particle.value) }, number(particle.value)),
      html("td", { class: "bar" }, html("i", { style: `width:${(3 * particle.weight / heavy).toFixed(2)}rem` }), number(particle.weight)),
      html("td", { class: "number" }, number(particle.logWeight)),
      html("td", { class: "number" }, ancestors ? offspringOf(shown.step, slot) : shown.step < steps.length ? slot : "end"),
      html("td", {}, statusOf(particle), verdictOf(particle) ? " " : null, verdictOf(particle))))));
}

// ---- figures over the steps ----------------------------------------------------------------------------------------------------------

function drawPlots(lineage) {
  const steps = stepsShown();
  if (!steps.length) return ["ess", "evidence", "weights"].forEach(id => at(id).replaceChildren());
  const m = steps[0].particles.length;
  const points = read => steps.map((step, i) => ({ t: i + 1, y: Number(read(step)) })).filter(point => Number.isFinite(point.y));
  plot("ess", { low: 0, high: m, bound: m, digits: m < 4 ? 1 : 0, curves: [{ points: points(step => step.ess) }] });
  const evidence = points(step => step.logEvidence), ys = evidence.map(point => point.y);
  const low = Math.min(0, ...ys), high = Math.max(0, ...ys);
  plot("evidence", { low, high: high > low ? high : low + 1, digits: 1, curves: [{ points: evidence }] });
  const chosen = lineage.map((slot, step) => ({ t: step, y: particleOf(step, slot).weight })).slice(1);
  const heavy = Math.max(...steps.flatMap(step => step.particles.map(particle => particle.weight))) || 1;
  plot("weights", {
    low: 0, high: heavy, digits: heavy < 0.2 ? 3 : 2,
    dots: steps.flatMap((step, i) => step.particles.map(particle => ({ t: i + 1, y: particle.weight }))),
    curves: [{ points: chosen, chosen: true }],
  });
}

// Curves [{points: [{t, y}], chosen}] and faint dots [{t, y}] over the steps; `bound` is a dashed level.
function plot(id, { low, high, bound, digits, dots = [], curves }) {
  const picture = at(id), width = picture.clientWidth || 320, height = picture.clientHeight || 176, last = stepsShown().length;
  const left = 44, right = 12, top = 10, bottom = 24;
  const x = t => last === 1 ? (left + width - right) / 2 : left + 8 + (t - 1) / (last - 1) * (width - left - right - 16);
  const y = value => top + (high - value) / (high - low) * (height - top - bottom);
  const levels = [low, (low + high) / 2, high], every = Math.ceil(last / (width / 44));
  const curveOf = ({ points, chosen }) => [
    svg("path", { class: classes({ curve: true, chosen }), d: points.map((point, i) => `${i ? "L" : "M"}${x(point.t)} ${y(point.y)}`).join("") }),
    ...points.map(point => svg("circle", { class: classes({ dot: true, chosen }), cx: x(point.t), cy: y(point.y), r: 3.5 },
      svg("title", {}, `t ${point.t}: ${number(point.y)}`))),
  ];
  fill(picture, { viewBox: `0 0 ${width} ${height}`, "aria-label": curves[0].points.map(point => `t ${point.t}: ${number(point.y)}`).join("; ") }, []);
  picture.replaceChildren(
    ...levels.flatMap(level => [
      svg("path", { class: "axis", d: `M${left} ${y(level)}H${width - right}` }),
      svg("text", { class: "tick", x: left - 6, y: y(level) + 4, "text-anchor": "end" }, number(level, digits)),
    ]),
    ...Array.from({ length: last }, (_, i) => i + 1).filter(t => (t - 1) % every === 0).map(t =>
      svg("text", { class: "tick", x: x(t), y: height - 7, "text-anchor": "middle" }, t)),
    ...(bound === undefined ? [] : [svg("path", { class: "bound", d: `M${left} ${y(bound)}H${width - right}` })]),
    svg("path", { class: "cursor", d: `M${x(shown.step)} ${top}V${height - bottom}` }),
    ...dots.map(dot => svg("circle", { class: "dot faint", cx: x(dot.t), cy: y(dot.y), r: 3 })),
    ...curves.filter(curve => curve.points.length).flatMap(curveOf));
}

// ---- what the reader does ------------------------------------------------------------------------------------------------------------

function open(problem, group) {
  shown.problem = problem;
  shown.group = group;
  shown.step = Math.max(1, stepsShown().length);
  shown.anchor = stepsShown().length ? { step: shown.step, slot: heaviest(shown.step) } : null;
}

function choose(step, slot) {
  shown.step = step;
  shown.anchor = { step, slot };
  draw();
}

function goTo(step) {
  shown.step = Math.min(Math.max(1, step), Math.max(1, stepsShown().length));
  draw();
}

let playing = null;

function play(on) {
  clearInterval(playing);
  playing = on ? setInterval(() => shown.step < stepsShown().length ? goTo(shown.step + 1) : play(false), 900) : null;
  if (on) goTo(shown.step < stepsShown().length ? shown.step : 1);
  at("play").textContent = on ? "❚❚ Pause" : "▶ Play";
  at("play").setAttribute("aria-pressed", String(on));
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select, input")) return;
  const inPicture = event.target === at("genealogy"), slots = stepsShown()[0]?.particles.length ?? 0;
  const slot = lineageShown()[shown.step] ?? 0;
  const action = {
    ArrowLeft: () => goTo(shown.step - 1),
    ArrowRight: () => goTo(shown.step + 1),
    Home: () => goTo(1),
    End: () => goTo(stepsShown().length),
    Escape: () => { shown.anchor = null; draw(); },
    ...(inPicture && slots ? {
      ArrowUp: () => choose(shown.step, (slot + slots - 1) % slots),
      ArrowDown: () => choose(shown.step, (slot + 1) % slots),
    } : {}),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  play(false);
  action();
}

// ---- the address: #problem=0&group=1&step=3&particle=4 -------------------------------------------------------------------------------

let written = "";

function writeHash(lineage) {
  const words = { problem: problemShown().index, group: groupShown()?.group ?? 0, step: shown.step, particle: lineage[shown.step] };
  written = "#" + Object.entries(words).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`).join("&");
  if (location.hash !== written) location.replace(written);
}

// Whatever in the address is not in the record is passed over.
function readHash() {
  const words = new URLSearchParams(location.hash.slice(1));
  const whole = name => /^\d+$/.test(words.get(name) ?? "") ? Number(words.get(name)) : null;
  const problem = Math.max(0, run.problems.findIndex(each => each.index === whole("problem")));
  const group = Math.max(0, run.problems[problem].groups.findIndex(each => each.group === whole("group")));
  open(problem, group);
  const step = whole("step"), slot = whole("particle");
  if (step >= 1 && step <= stepsShown().length) {
    shown.step = step;
    shown.anchor = slot !== null && slot < stepsShown()[step - 1].particles.length ? { step, slot } : null;
  }
}

// ---- start ---------------------------------------------------------------------------------------------------------------------------

function start() {
  at("remark").hidden = !run.remark;
  at("remark").textContent = run.remark ?? "";
  at("options").replaceChildren(html("tbody", {}, ...run.options.map(([name, value]) => html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, value)))));
  if (!run.problems.length) {
    at("problem-text").textContent = "The record holds no problem yet.";
    return;
  }
  at("problem").replaceChildren(...run.problems.map((problem, i) => html("option", { value: i }, `${problem.index}: ${problem.id}`)));
  at("problem").addEventListener("change", event => { play(false); open(Number(event.target.value), 0); draw(); });
  at("group").addEventListener("change", event => { play(false); open(shown.problem, Number(event.target.value)); draw(); });
  at("step").addEventListener("input", event => { play(false); goTo(Number(event.target.value)); });
  at("play").addEventListener("click", () => play(playing === null));
  addEventListener("keydown", onKey);
  addEventListener("resize", draw);
  addEventListener("hashchange", () => { if (location.hash !== written) { readHash(); draw(); } });
  readHash();
  draw();
}

start();
