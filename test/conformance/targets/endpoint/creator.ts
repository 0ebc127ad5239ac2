/** What a creator needs of the endpoint. */
export interface Making {
  readonly account: string;
  readonly region: string;
  client<C>(Client: new (config: never) => C): C;
  /** Remembers how the resource is taken away again; the newest goes first. */
  undo(remove: () => Promise<unknown>): void;
}

export type Made = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Makes a resource from the inputs of its Pulumi type through the service's API. @returns its outputs */
export type Creator<I> = (inputs: I, making: Making) => Promise<Made>;

/** Creators by Pulumi type. */
export type Creators = Readonly<Record<string, Creator<never>>>;

/** Asks until a resource is there, every 200 ms. */
export async function settled(ready: () => Promise<boolean>, seconds = 90): Promise<void> {
  for (let i = 0; i < seconds * 5; i++) {
    if (await ready()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`a resource was not ready within ${seconds} s`);
}
