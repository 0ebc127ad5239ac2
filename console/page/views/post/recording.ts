import { path } from "../../lib/api";
import { h } from "../../lib/dom";
import { position } from "../../lib/format";
import { languageName } from "../../lib/languages";
import { Failure } from "../../lib/problem";
import { emptyBox, fill, troubleBox, type ViewContext } from "../../lib/view";
import { CueList } from "./cues";
import { languagePicker } from "./languages";
import { Player } from "./player";

export interface CaptionLanguage {
  readonly language: string;
  readonly name?: string;
  readonly direction: "ltr" | "rtl";
  readonly state: string;
  readonly source: string;
  readonly reason?: string;
  readonly passes?: boolean;
}

export interface Captions {
  readonly state?: string;
  readonly mediaKey?: string;
  readonly spokenLanguage?: string;
  readonly durationMs?: number;
  readonly reason?: string;
  readonly languages: readonly CaptionLanguage[];
  readonly language?: string;
  readonly direction?: "ltr" | "rtl";
  readonly cues?: readonly Cue[];
}

export interface Cue {
  readonly n: number;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const underWay: Readonly<Record<string, string>> = {
  starting: "Captions are about to be made.",
  transcribing: "The recording is being transcribed.",
  translating: "Captions are being translated.",
  parked: "Captions wait: the day's limit is used up.",
  silent: "Nothing is said in this recording.",
};

/** What is said in a post, to be heard and read in any language that there is. */
export function recording(place: HTMLElement, context: ViewContext, postId: string): Promise<void> {
  const { api, signal, query, settings } = context;
  const base = `/v1/posts/${encodeURIComponent(postId)}/captions`;
  const read = async (language?: string) => (await api.get<Captions>(path(base, { language }), signal)).body;
  return fill(place, signal, async () => {
    const wanted = query.get("language") ?? undefined;
    const captions = await read(wanted).catch((error: unknown) => {
      // An address with a language that is not ready still shows the post.
      if (wanted !== undefined && error instanceof Failure && error.trouble.kind === "captions-missing") return read();
      throw error;
    });
    const { mediaKey, cues = [], language } = captions;
    const player = new Player(mediaKey, settings.mediaUrl, signal);
    const list = new CueList(player);
    const notice = h("div", { "aria-live": "polite" });
    const showLanguage = async (tag: string): Promise<void> => {
      notice.replaceChildren();
      try {
        const [next, vtt] = await Promise.all([
          read(tag),
          api.vtt(path(base, { language: tag, format: "vtt" }), signal),
        ]);
        present(next, vtt);
        history.replaceState(null, "", `#/posts/${encodeURIComponent(postId)}?language=${encodeURIComponent(tag)}`);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        notice.replaceChildren(troubleBox(error.trouble));
      }
    };
    const present = (next: Captions, vtt: string): void => {
      const { language: tag = "und", direction = "ltr", cues: lines = [] } = next;
      player.caption({ tag, label: languageName(tag), direction, vtt });
      list.show(lines, tag, direction);
    };
    if (language !== undefined && cues.length > 0)
      present(captions, await api.vtt(path(base, { language, format: "vtt" }), signal));
    return [
      player.element,
      h("p", { class: "figures" }, facts(captions)),
      languagePicker(captions.languages, language, (tag) => void showLanguage(tag)),
      notice,
      cues.length > 0
        ? list.element
        : emptyBox(captions.reason ?? underWay[captions.state ?? ""] ?? "There are no captions."),
    ];
  });
}

function facts({ durationMs, spokenLanguage }: Captions): string {
  const spoken = spokenLanguage === undefined ? [] : [`spoken in ${languageName(spokenLanguage)}`];
  const lasts = durationMs === undefined ? [] : [position(durationMs)];
  return [...lasts, ...spoken].join(", ");
}
