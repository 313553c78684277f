/* A citation to paste: the words of the page, its address, and the day. */

import { say } from "./words.js";

const REPLY_TIME = 2000;

export function initCitation(button) {
  if (button.dataset.ready !== undefined || !navigator.clipboard) { return; }
  button.dataset.ready = "";
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", () => {
    const address = location.href.replace(/[#?].*$/, "") + button.dataset.sbCite;
    const title = document.querySelector(".md-header__title .md-ellipsis");
    const site = title ? `${title.textContent.trim()}, ` : "", today = new Date().toISOString().slice(0, 10);
    navigator.clipboard.writeText(say("%(citation)s %(address)s, seen on %(date)s.", { citation: button.dataset.text, address: site + address, date: today })).then(
      () => { button.textContent = say("Copied"); },
      () => { button.textContent = say("Could not be copied"); }
    );
    setTimeout(() => { button.textContent = label; }, REPLY_TIME);
  });
}
