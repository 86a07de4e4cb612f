import { letterForms } from "@weft/model/texts/letter-forms";

const highlightName = "weft-hits";
/** More than any screen shows; a cell full of a letter must not make marking slow. */
const marksMax = 2000;

/**
 * Marks a text wherever it stands in cells below `root`, in any case, and goes on as cells change, until the function
 * that is returned is called. Nothing of the page is changed for it; browsers that cannot highlight so mark nothing.
 */
export function markHits(root: HTMLElement, text: string): () => void {
  if (!("highlights" in CSS) || text === "") return () => {};
  let waiting = 0;
  const mark = () => {
    waiting = 0;
    CSS.highlights.set(highlightName, new Highlight(...hitRanges(root, text)));
  };
  const observer = new MutationObserver(() => (waiting ||= requestAnimationFrame(mark)));
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  mark();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(waiting);
    CSS.highlights.delete(highlightName);
  };
}

function hitRanges(root: HTMLElement, text: string): Range[] {
  const ranges: Range[] = [];
  const forms = letterForms(text);
  for (const cell of root.querySelectorAll(".wg-cell")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const form of forms)
        for (const at of hitsIn(node.nodeValue ?? "", form)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + form.length);
          ranges.push(range);
          if (ranges.length >= marksMax) return ranges;
        }
    }
  }
  return ranges;
}

/** Where a text begins in another, in any case. Where lower case is longer than upper (İ), places would shift: none. */
export function hitsIn(whole: string, text: string): number[] {
  const [folded, wanted] = [whole.toLowerCase(), text.toLowerCase()];
  if (folded.length !== whole.length || wanted.length !== text.length || wanted === "") return [];
  const places: number[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}
