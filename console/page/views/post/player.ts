import { h } from "../../lib/dom";
import type { Direction } from "../../lib/languages";
import { emptyBox } from "../../lib/view";

export interface CaptionTrack {
  readonly tag: string;
  readonly label: string;
  readonly direction: Direction;
  /** The WebVTT file's text. */
  readonly vtt: string;
}

/** A recording with one caption track at a time. Of sound alone the browser shows no captions: the line below does. */
export class Player {
  readonly element: HTMLElement;
  private readonly media: HTMLMediaElement | undefined;
  private readonly line = h("p", { class: "line", "aria-hidden": true });
  private file: string | undefined;

  /**
   * @param key of the recording in the application's bucket
   * @param mediaUrl where recordings are played from, by their keys
   */
  constructor(key: string | undefined, mediaUrl: string | undefined, signal: AbortSignal) {
    if (key === undefined || mediaUrl === undefined) {
      const why =
        key === undefined
          ? "This post has no recording."
          : "Recordings cannot be played from here; captions can be read.";
      this.element = emptyBox(why);
      return;
    }
    const source = `${mediaUrl}/${key.split("/").map(encodeURIComponent).join("/")}`;
    const tag = key.startsWith("video/") ? "video" : "audio";
    this.media = h(tag, { controls: true, preload: "metadata", src: source, "aria-label": "Recording" });
    this.element = h("div", { class: `player ${tag}` }, this.media, this.line);
    this.media.addEventListener(
      "error",
      () => this.element.append(emptyBox("The browser cannot play this recording.")),
      { once: true },
    );
    signal.addEventListener("abort", () => this.release());
  }

  /** Whether a moment can be gone to. */
  get isThere(): boolean {
    return this.media !== undefined;
  }

  /** Takes the place of the track before. */
  caption({ tag, label, direction, vtt }: CaptionTrack): void {
    if (!this.media) return;
    this.media.querySelector("track")?.remove();
    if (this.file !== undefined) URL.revokeObjectURL(this.file);
    this.file = URL.createObjectURL(new Blob([vtt], { type: "text/vtt" }));
    const track = h("track", { kind: "captions", src: this.file, srclang: tag, label, default: true });
    this.line.lang = tag;
    this.line.dir = direction;
    this.line.textContent = "";
    this.media.append(track);
    track.track.mode = this.media instanceof HTMLVideoElement ? "showing" : "hidden";
    track.track.addEventListener("cuechange", () => {
      const cues = [...(track.track.activeCues ?? [])] as VTTCue[];
      this.line.textContent = cues.map((cue) => cue.getCueAsHTML().textContent ?? "").join("\n");
    });
  }

  /** Tells the position, milliseconds, whenever it changes. */
  onPosition(listener: (milliseconds: number) => void): void {
    this.media?.addEventListener("timeupdate", () => listener((this.media?.currentTime ?? 0) * 1000));
  }

  /** Goes on from a moment. */
  playFrom(milliseconds: number): void {
    if (!this.media) return;
    this.media.currentTime = milliseconds / 1000;
    // A browser may refuse to play before anybody has touched the page; the position is kept.
    void this.media.play().catch(() => undefined);
  }

  private release(): void {
    this.media?.pause();
    if (this.file !== undefined) URL.revokeObjectURL(this.file);
  }
}
