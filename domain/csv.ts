/** A field: an absent value is an empty field. */
export type CsvField = string | number | undefined;

/** A field is quoted when it has a comma, a quote or the end of a line in it; quotes in it are doubled. */
function fieldText(field: CsvField): string {
  const text = field === undefined ? "" : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of CSV with its end, CR LF, as https://www.rfc-editor.org/rfc/rfc4180 has it. */
export function csvLine(fields: readonly CsvField[]): string {
  return `${fields.map(fieldText).join(",")}\r\n`;
}
