import type { EntityType } from "@aws-sdk/client-comprehend";
import type { Language } from "../languages";
import { addresses } from "../text/addresses";
import { mentions, withoutOverlaps, type Mention, type Span } from "../text/spans";
import { englishEntities } from "./english";
import { otherEntities } from "./others";

/** An entity in a text; the types are https://docs.aws.amazon.com/comprehend/latest/dg/how-entities.html */
export interface Found extends Span {
  readonly type: EntityType;
  readonly score: number;
}

export type Entity = Mention & { readonly Type: EntityType };

/** Entities in the order of the text; of two that overlap, the one that is found by the surer rule. */
export async function entities(text: string, language: Language): Promise<Entity[]> {
  const others = addresses(text).map((span) => ({ ...span, type: "OTHER" as const, score: 0.99 }));
  const found = language === "en" ? await englishEntities(text) : otherEntities(text, language);
  const kept = withoutOverlaps<Found>([...others, ...found]);
  return mentions(text, kept).map((mention, place) => ({ ...mention, Type: (kept[place] as Found).type }));
}
