/** What a page may ask of a grid it holds by a template ref. */
export interface GridHandle {
  /** Why rows could not be read; null when they can. */
  readonly fault: Error | null;
  retry(): void;
  addRow(): Promise<void>;
  /** Brings a row into sight and makes it active; 0-based. */
  goToRow(row: number): void;
  /** Back to the first row, nothing selected: other rows are shown now. */
  toTop(): void;
  /** Makes a column as wide as its cells in sight need, or all columns. */
  fit(fieldId?: string): void;
  /** Opens or closes all groups. */
  openGroups(): void;
  closeGroups(): void;
  focus(): void;
}
