/**
 * Makes a value in the first call and keeps it for the warm container's later ones.
 *
 * A handler must make nothing when its module loads: a client of the SDK would be captured by the serializer.
 */
export function lazily<Value>(make: () => Value): () => Value {
  const kept: { value?: Value } = {};
  return () => (kept.value ??= make());
}
