/** A literal reference, taken apart. */
export interface LiteralReference {
  /** The type of resource that it names, `undefined` where it names none. */
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly absolute: boolean;
}

const restful =
  /^((?:https?:\/\/[^\s?#]+\/)?)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#.*)?$/;

export function takeApart(reference: string): LiteralReference {
  const found = restful.exec(reference);
  return {
    type: found?.[2],
    id: found?.[3],
    absolute: /^[a-z][a-z0-9+.-]*:/i.test(reference),
  };
}
