import { moment } from './compare.ts';
import { isObject, type Node, valueIn } from './node.ts';

const primitiveTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: value => typeof value === 'boolean',
  integer: value => Number.isInteger(value),
  positiveInt: value => Number.isInteger(value),
  unsignedInt: value => Number.isInteger(value),
  decimal: value => typeof value === 'number',
  date: value => typeof value === 'string' && /^\d{4}(-\d\d){0,2}$/.test(value),
  dateTime: value => typeof value === 'string' && moment.test(value),
  instant: value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value),
  time: value => typeof value === 'string' && /^\d\d:\d\d:\d\d/.test(value),
};
const isText = (value: unknown) => typeof value === 'string';
for (const type of [
  'string',
  'uri',
  'url',
  'canonical',
  'code',
  'id',
  'markdown',
  'oid',
  'uuid',
  'base64Binary',
  'xhtml',
])
  (primitiveTypes as Record<string, (value: unknown) => boolean>)[type] = isText;

/** Fields that only one datatype has, or that it never lacks. JSON does not say of which type an object is. */
const shapes: Readonly<Record<string, (object: Record<string, unknown>) => boolean>> = {
  Quantity: object =>
    'value' in object || 'unit' in object || ('code' in object && 'system' in object && !('display' in object)),
  CodeableConcept: object =>
    'coding' in object ||
    (Object.keys(object).every(key => key === 'text' || key === 'id' || key === 'extension') && 'text' in object),
  Period: object => 'start' in object || 'end' in object,
  Reference: object => 'reference' in object || 'display' in object || 'identifier' in object,
  Range: object => 'low' in object || 'high' in object,
  Ratio: object => 'numerator' in object || 'denominator' in object,
  Coding: object => 'code' in object || 'display' in object,
};

export function hasType(node: Node, type: string): boolean {
  const value = valueIn(node);
  if (isObject(value)) {
    if (typeof value.resourceType === 'string')
      return value.resourceType === type || type === 'Resource' || type === 'DomainResource';
    return shapes[type]?.(value) ?? false;
  }
  const primitive = primitiveTypes[type] ?? primitiveTypes[type.charAt(0).toLowerCase() + type.slice(1)];
  return primitive?.(value) ?? false;
}
