import type { TextKey } from "../../language/messages.ts";

/** What one key, or one of several, does in a table; each as Nuxt UI writes keys. */
export interface KeyLine {
  text: TextKey;
  keys: string[][];
}

/** All keys of a table, by what one is at. */
export const keyGroups: { title: TextKey; lines: KeyLine[] }[] = [
  {
    title: "keys.moving",
    lines: [
      { text: "keys.step", keys: [["arrowup"], ["arrowdown"], ["arrowleft"], ["arrowright"]] },
      { text: "keys.edge", keys: [["meta", "arrowdown"]] },
      { text: "keys.rowEnds", keys: [["home"], ["end"]] },
      {
        text: "keys.corners",
        keys: [
          ["meta", "home"],
          ["meta", "end"],
        ],
      },
      { text: "keys.page", keys: [["pageup"], ["pagedown"]] },
      {
        text: "keys.pageAlong",
        keys: [
          ["alt", "pageup"],
          ["alt", "pagedown"],
        ],
      },
      { text: "keys.next", keys: [["tab"], ["enter"]] },
      { text: "keys.goTo", keys: [["meta", "g"]] },
      { text: "keys.leave", keys: [["escape"], ["tab"]] },
    ],
  },
  {
    title: "keys.selecting",
    lines: [
      { text: "keys.extend", keys: [["shift", "arrowdown"]] },
      { text: "keys.rows", keys: [["shift", "space"]] },
      { text: "keys.columns", keys: [["ctrl", "space"]] },
      { text: "keys.all", keys: [["meta", "a"]] },
    ],
  },
  {
    title: "keys.editing",
    lines: [
      { text: "keys.edit", keys: [["enter"], ["f2"]] },
      { text: "keys.giveUp", keys: [["escape"]] },
      { text: "keys.clear", keys: [["delete"]] },
      {
        text: "keys.clipboard",
        keys: [
          ["meta", "c"],
          ["meta", "x"],
          ["meta", "v"],
        ],
      },
      { text: "menu.copyWithNames", keys: [["meta", "shift", "c"]] },
      {
        text: "keys.fill",
        keys: [
          ["meta", "d"],
          ["meta", "r"],
        ],
      },
      {
        text: "keys.undo",
        keys: [
          ["meta", "z"],
          ["meta", "shift", "z"],
        ],
      },
      { text: "keys.replace", keys: [["meta", "h"]] },
      { text: "keys.find", keys: [["meta", "f"]] },
    ],
  },
  {
    title: "keys.rowsAndColumns",
    lines: [
      { text: "keys.menu", keys: [["shift", "f10"]] },
      { text: "menu.openRow", keys: [["shift", "enter"], ["space"]] },
      { text: "menu.addBelow", keys: [["meta", "enter"]] },
      { text: "menu.addAbove", keys: [["meta", "shift", "enter"]] },
      { text: "keys.duplicateRows", keys: [["meta", "shift", "d"]] },
      { text: "keys.deleteRows", keys: [["meta", "backspace"]] },
      {
        text: "keys.moveRows",
        keys: [
          ["alt", "shift", "arrowup"],
          ["alt", "shift", "arrowdown"],
        ],
      },
      {
        text: "keys.moveColumns",
        keys: [
          ["alt", "shift", "arrowleft"],
          ["alt", "shift", "arrowright"],
        ],
      },
      {
        text: "keys.columnWidth",
        keys: [
          ["ctrl", "alt", "arrowleft"],
          ["ctrl", "alt", "arrowright"],
        ],
      },
      { text: "keys.show", keys: [["meta", "/"]] },
    ],
  },
];
