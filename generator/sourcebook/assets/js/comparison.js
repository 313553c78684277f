/* Two sources side by side: on which answers they agree, differ, or one is silent. */

import { readAddress, writeAddress } from "./address.js";
import { initFilterForm } from "./filter_form.js";
import { say } from "./words.js";

/* The stances of each source on an answer, by the source's id. */
function readStances(item) {
  const stances = {};
  for (const report of item.dataset.said.split(" ").filter(Boolean)) {
    const cut = report.lastIndexOf(":"), source = report.slice(0, cut);
    (stances[source] ??= []).push(report.slice(cut + 1));
  }
  return { item, stances };
}

/* As provenance/comparison.py judges, with silence besides: the words, and the class of their badge. */
function judge(a, b) {
  if (!a || !b) { return [a ? say("the other is silent") : say("the first is silent"), "quiet"]; }
  if (a.join() === b.join()) { return [say("agree"), "asserts"]; }
  const all = a.concat(b), isShared = a.some((stance) => b.includes(stance));
  return all.includes("asserts") && all.includes("denies") && !isShared ? [say("differ"), "denies"] : [say("unsure"), "hedges"];
}

export function initComparison(root) {
  if (root.dataset.ready !== undefined) { return; }
  root.dataset.ready = "";
  const form = root.querySelector("[data-sb-filter]"), count = root.querySelector("[data-sb-count]");
  const state = readAddress(["a", "b"]), answers = Array.from(root.querySelectorAll("[data-said]"), readStances);

  function compare() {
    const areTwo = state.a && state.b && state.a !== state.b, isAny = Boolean(state.a || state.b), tally = {};
    for (const { item, stances } of answers) {
      const a = stances[state.a], b = stances[state.b], badge = item.querySelector("[data-sb-verdict]");
      item.hidden = isAny && !a && !b;
      badge.hidden = !areTwo || item.hidden;
      if (!badge.hidden) {
        const [words, kind] = judge(a, b);
        badge.textContent = kind === "asserts" && a.length > 1 ? say("agree: both tell both sides") : words;
        badge.className = `sb-compare__verdict sb-compare__verdict--${kind}`;
        tally[words] = (tally[words] || 0) + 1;
      }
      for (const node of item.querySelectorAll("[data-source]")) {
        node.hidden = isAny && node.dataset.source !== state.a && node.dataset.source !== state.b;
      }
    }
    for (const section of root.querySelectorAll("[data-sb-question]")) {
      section.hidden = !section.querySelector("[data-said]:not([hidden])");
    }
    const tallied = Object.entries(tally).map(([words, number]) => `${words}: ${number}`).join(", ");
    count.textContent = areTwo ? tallied || say("Neither speaks to a question.") : say("Choose two sources to compare them.");
  }

  initFilterForm(form, ["a", "b"], state, {
    onInput() {
      compare();
      writeAddress(state);
    }
  });
  compare();
}
