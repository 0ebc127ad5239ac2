/** Elements, made so that what comes from elsewhere can only ever be text. */

export type Child = Node | string | undefined;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. `true` sets an attribute without a value, `false` and `undefined` leave it away. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
}

/** A text in a language of its own: said in it, and run in its direction. */
export function spoken<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text: string,
  language?: string,
  direction = "auto",
  attributes: Attributes = {},
): HTMLElementTagNameMap[K] {
  return h(tag, { ...attributes, lang: language, dir: direction }, text);
}

/** A drop-down with its label. */
export function choice(
  label: string,
  groups: readonly {
    readonly label?: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  }[],
  chosen: string,
  onChange: (value: string) => void,
): HTMLLabelElement {
  const options = groups.flatMap(({ label: of, options: all }): HTMLElement[] => {
    const made = all.map(({ value, label: text }) => h("option", { value, selected: value === chosen }, text));
    return of === undefined || made.length === 1 ? made : [h("optgroup", { label: of }, ...made)];
  });
  const select = h("select", {}, ...options);
  select.addEventListener("change", () => onChange(select.value));
  return h("label", {}, h("span", {}, label), select);
}

/** Runs when a form is sent, which goes nowhere. */
export function onSubmit(form: HTMLFormElement, action: () => void): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    action();
  });
}
