/* Sourcebook: the timeline page. Hides what is not asked for, in the picture and in the lists alike; nothing is drawn
   anew. Without this script everything is shown. */

import { addressWriter, readAddress, writeAddress } from "./address.js";
import { initFilterForm } from "./filter_form.js";
import { matchesText, searchableText, wordsOf } from "./text.js";
import { describeCount } from "./words.js";

const NAMES = ["find", "actor", "place", "kind", "known"];

function split(ids) { return ids ? ids.split(" ") : []; }

/* A figure and what it was from each day on: "2031-05-02 1 source, 1 origin|2031-05-09", where nothing beside a day
   stands for the words as they are. What only the whole of the sources can say stands in `rest`. */
function readFigure(item) {
  const element = item.querySelector("[data-figures]");
  if (!element) { return null; }
  const whole = element.textContent, rest = item.querySelector("[data-sb-rest]");
  const steps = element.dataset.figures.split("|").map((step) => {
    const [day] = step.split(" ", 1);
    return { day, words: step.slice(day.length + 1) || whole };
  });
  return { element, rest, steps };
}

function showFigure({ element, rest, steps }, day) {
  const last = steps[steps.length - 1];
  const past = day ? steps.filter((step) => step.day <= day) : steps, shown = past[past.length - 1] || last;
  if (element.textContent !== shown.words) { element.textContent = shown.words; }
  if (rest) { rest.hidden = shown !== last; }
}

/* An event or a source as its item in a list tells it. */
function readMoment(item) {
  const { id, kind, known, actors, places, sources } = item.dataset;
  return {
    item, id, figure: readFigure(item), unsure: item.querySelector("[data-sb-unsure]"), kind, known: known || "", text: searchableText(item),
    actors: split(actors), places: split(places), sources: split(sources).map(Number)
  };
}

/* The marks of the picture, by the id of what they stand for. */
function readMarks(root) {
  const marks = new Map();
  for (const mark of root.querySelectorAll("a[data-id]")) {
    marks.set(mark.dataset.id, [...(marks.get(mark.dataset.id) || []), mark]);
  }
  return marks;
}

/* Of very many only some have a mark of their own: all are in one path, with a space between them. */
function readCrowd(path) {
  const ids = split(path.dataset.ids);
  return { path, ids, marks: path.getAttribute("d").split(/ (?=M)/), drawn: ids.length };
}

function redrawCrowd(crowd, shown) {
  const left = crowd.marks.filter((mark, position) => shown.has(crowd.ids[position]));
  if (left.length === crowd.marks.length && crowd.drawn === left.length) { return; }
  crowd.drawn = left.length;
  crowd.path.setAttribute("d", left.join(" "));
}

function initTimelinePage(root) {
  const form = root.querySelector("[data-sb-filter]"), count = root.querySelector("[data-sb-count]");
  const empty = root.querySelector("[data-sb-empty]"), page = root.closest(".sb") || document;
  const state = readAddress(NAMES), marks = readMarks(root), shown = new Set();
  const crowds = Array.from(root.querySelectorAll("[data-ids]"), readCrowd);
  const events = Array.from(page.querySelectorAll("[data-sb-events] > li"), readMoment);
  const sources = Array.from(page.querySelectorAll("[data-sb-published] > li"), readMoment);

  function toggle(moment, isShown) {
    moment.item.hidden = !isShown;
    if (isShown) { shown.add(moment.id); }
    for (const mark of marks.get(moment.id) || []) { mark.toggleAttribute("hidden", !isShown); }
    if (moment.unsure) {
      const until = moment.unsure.dataset.sbUnsure;
      moment.unsure.hidden = !state.known || (until !== "" && until <= state.known);
    }
    if (moment.figure) { showFigure(moment.figure, state.known); }
    return isShown;
  }

  /* Only what is sure to have come later is hidden: no date, or one that may be earlier, stays. */
  function wasKnown(moment) { return !state.known || moment.known <= state.known; }

  function filter() {
    const words = wordsOf(state.find), cited = new Set(), isChosen = state.actor || state.place || state.kind;
    shown.clear();
    const happened = events.filter((event) => {
      const isShown = (!state.actor || event.actors.includes(state.actor)) && (!state.place || event.places.includes(state.place)) &&
        (!state.kind || event.kind === state.kind) && matchesText(event.text, words) && wasKnown(event);
      if (isShown) { event.sources.forEach((number) => cited.add(number)); }
      return toggle(event, isShown);
    }).length;
    // A source stays with the events that cite it; words find it by itself, too.
    const published = sources.filter((source, number) => (
      toggle(source, (cited.has(number) || (!isChosen && matchesText(source.text, words))) && wasKnown(source))
    )).length;
    for (const crowd of crowds) { redrawCrowd(crowd, shown); }
    count.textContent = `${describeCount(happened, events.length, "event", "events")}, ` +
      describeCount(published, sources.length, "source", "sources");
    empty.hidden = happened + published > 0;
    for (const list of page.querySelectorAll("[data-sb-events], [data-sb-published]")) {
      const section = list.closest("section");
      if (section) { section.hidden = !list.querySelector(":scope > li:not([hidden])"); }
    }
  }

  const write = addressWriter(() => writeAddress(state));
  function update() {
    filter();
    write();
  }

  initFilterForm(form, NAMES, state, { onInput: update, clearButton: root.querySelector("[data-sb-clear]") });
  filter();
  root.dataset.ready = "";
}

window.sourcebookTimeline = initTimelinePage;
