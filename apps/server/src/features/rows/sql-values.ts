/** Where the values of an SQL text go: each is cast, so that nothing is left to guessing. */
export interface SqlValues {
  /** Takes a value and gives the SQL that stands for it; `type` is one of our own column types. */
  put(value: unknown, type: string): string;
}

/** Values as parameters `$1`, `$2` … in the order of `list`. */
export class SqlParameters implements SqlValues {
  readonly list: unknown[] = [];

  put(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

/** Values as quoted literals, for COPY alone, which takes no parameters. */
export const sqlLiterals: SqlValues = {
  put(value, type) {
    if (value === null || value === undefined) return `null::${type}`;
    // E'' reads backslashes the same whatever standard_conforming_strings says.
    const text = String(value).replaceAll("\\", "\\\\").replaceAll("'", "''");
    return `E'${text}'::${type}`;
  },
};
