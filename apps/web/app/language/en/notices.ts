export const notices = {
  bell: "Notices: none new | Notices: {count} new | Notices: {count} new",
  notices: "Notices",
  readAll: "Mark all as read",
  none: "Nothing yet. When an import or an export ends, it says so here.",
  importDone:
    "{name}: no rows loaded into {table} | {name}: {count} row loaded into {table} | {name}: {count} rows loaded into {table}",
  importDoneRejects: "{name}: {count} rows loaded into {table}, {rejected} rejected",
  importFailed: "{name} could not be imported",
  exportDone: "{name} is ready to download",
  exportFailed: "{name} could not be exported",
};
