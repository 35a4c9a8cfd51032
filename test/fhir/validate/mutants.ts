import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { r4Definitions } from '../../../src/fhir/r4/definitions.ts';

/**
 * Makes invalid resources from valid ones, one change each. What a change breaks is read from the definitions as
 * published, not from our tables, so that a fault of the compiler does not hide itself.
 */
export interface Mutant {
  readonly group: Group;
  readonly what: string;
  readonly resource: Json;
}

export const groups = [
  'missing required, base R4',
  'missing required, profile',
  'wrong JSON type, scalar or array',
  'profile max exceeded',
  'fixed or pattern',
  'slices',
  'required binding: code',
  'required binding: Coding, CodeableConcept',
  'date, dateTime, instant format',
  'bad id',
  'calendar-invalid date',
  'unknown element',
  'invariants, US Core',
  'invariants, base R4',
  'wrong reference target',
  'null, "", [], {}',
  'choice type',
  'extension content',
  'invalid contained resource',
  'unknown modifierExtension',
  'bad uri',
  'resourceType mismatch',
] as const;
export type Group = (typeof groups)[number];

// biome-ignore lint/suspicious/noExplicitAny: JSON to be broken on purpose
type Json = any;

/** At most this many mutants of one kind of change at one element of one profile. */
const most = 1;

const types = new Map(
  r4Definitions()
    .filter(({ derivation }) => derivation !== 'constraint')
    .map(definition => [definition.type, definition]),
);
const primitive = (type: string): boolean =>
  types.get(type)?.kind === 'primitive-type' || type.includes('System.String');

/** One element with a value, and its definition. */
interface Place {
  readonly keys: readonly (string | number)[];
  readonly definition: ElementDefinition;
  readonly type: string;
  readonly list: boolean;
}

export function mutantsOf(resource: Json, definition: StructureDefinition, count: Map<string, number>): Mutant[] {
  const found: Mutant[] = [];
  const propose = (group: Group, kind: string, change: (copy: Json) => unknown) => {
    const key = `${group} ${definition.url} ${kind}`;
    const made = count.get(key) ?? 0;
    if (made >= most) return;
    const copy = structuredClone(resource);
    if (change(copy) === false) return;
    count.set(key, made + 1);
    found.push({ group, what: `${definition.name}: ${kind}`, resource: copy });
  };
  for (const place of placesOf(resource, definition)) mutateAt(place, definition, propose);
  mutateSlices(definition, propose);
  mutateWhole(resource, definition, propose);
  for (const [key, change] of Object.entries(breaksUsCore))
    if (definition.snapshot?.element.some(({ constraint }) => constraint?.some(one => one.key === key)))
      propose('invariants, US Core', key, change);
  for (const [key, change] of Object.entries(breaksR4)) propose('invariants, base R4', key, change);
  for (const [kind, change] of Object.entries(breaksExtensions)) propose('extension content', kind, change);
  return found;
}

type Propose = (group: Group, kind: string, change: (copy: Json) => unknown) => void;

/** Every element of a resource that its definition, or that of a datatype, describes. */
function placesOf(resource: Json, definition: StructureDefinition): Place[] {
  const found: Place[] = [];
  const visit = (value: Json, owner: StructureDefinition, path: string, keys: readonly (string | number)[]): void => {
    for (const key of Object.keys(value)) {
      const element = elementFor(owner, path, key);
      if (!element || key === 'resourceType' || key === 'contained') continue;
      const choice = element.path?.endsWith('[x]');
      const type =
        (choice
          ? element.type?.find(
              ({ code }) =>
                element.path?.slice(0, -3).endsWith(key.slice(0, -(code?.length ?? 0))) &&
                key.toLowerCase().endsWith(String(code).toLowerCase()),
            )?.code
          : element.type?.[0]?.code) ?? '';
      const list = Array.isArray(value[key]);
      found.push({ keys: [...keys, key], definition: element, type, list });
      const items = list ? value[key] : [value[key]];
      items.forEach((item: Json, at: number) => {
        if (typeof item !== 'object' || item === null || item.resourceType) return;
        const here = [...keys, key, ...(list ? [at] : [])];
        const own = owner.snapshot?.element.some(({ path: other }) => other?.startsWith(`${element.path}.`));
        const target = own ? owner : types.get(type);
        if (target && type !== 'Extension') visit(item, target, own ? (element.path as string) : type, here);
      });
    }
  };
  visit(resource, definition, definition.type, []);
  return found;
}

function elementFor(owner: StructureDefinition, path: string, key: string): ElementDefinition | undefined {
  const elements = (owner.snapshot?.element ?? []).filter(({ id }) => !id?.includes(':'));
  return (
    elements.find(({ path: own, sliceName }) => own === `${path}.${key}` && !sliceName) ??
    elements.find(
      ({ path: own, sliceName, type }) =>
        !sliceName &&
        own?.endsWith('[x]') &&
        own.slice(0, own.lastIndexOf('.')) === path &&
        type?.some(({ code }) => `${path}.${key}`.toLowerCase() === `${own.slice(0, -3)}${code}`.toLowerCase()),
    )
  );
}

/** The object that holds a place, and the key in it. */
function holder(copy: Json, keys: readonly (string | number)[]): { of: Json; key: string } {
  const of = keys.slice(0, -1).reduce((at, key) => at[key], copy);
  return { of, key: keys.at(-1) as string };
}

function mutateAt(place: Place, profile: StructureDefinition, propose: Propose): void {
  const { keys, definition, type, list } = place;
  const name = `${definition.path} ${keys.at(-1)}`;
  const replace = (value: Json) => (copy: Json) => {
    const { of, key } = holder(copy, keys);
    of[key] = list && !Array.isArray(value) ? [value] : value;
  };
  const remove = (copy: Json) => {
    const { of, key } = holder(copy, keys);
    delete of[key];
    delete of[`_${key}`];
  };
  const exactly = (value: Json) => (copy: Json) => {
    const { of, key } = holder(copy, keys);
    of[key] = value;
  };
  const inProfile = definition.id?.startsWith(profile.type) && !definition.id.includes(':');

  if ((definition.min ?? 0) > 0 && !list)
    propose((definition.base?.min ?? 0) > 0 ? 'missing required, base R4' : 'missing required, profile', name, remove);
  if ((definition.min ?? 0) > 0 && list)
    propose((definition.base?.min ?? 0) > 0 ? 'missing required, base R4' : 'missing required, profile', name, remove);

  const wrong: Json[] = primitive(type)
    ? isNumber(type)
      ? ['five', {}]
      : type === 'boolean'
        ? ['true', 1]
        : [7, {}]
    : ['text', 7];
  for (const value of wrong) propose('wrong JSON type, scalar or array', `${name} ${typeof value}`, replace(value));
  propose('wrong JSON type, scalar or array', `${name} ${list ? 'as scalar' : 'as array'}`, copy => {
    const { of, key } = holder(copy, keys);
    of[key] = list ? of[key][0] : [of[key]];
  });
  for (const nothing of [null, '', [], {}])
    propose('null, "", [], {}', `${name} ${JSON.stringify(nothing)}`, exactly(nothing));

  if (inProfile && list && definition.max !== definition.base?.max && definition.max !== '*')
    propose('profile max exceeded', name, copy => {
      const { of, key } = holder(copy, keys);
      while (of[key].length <= Number(definition.max)) of[key].push(structuredClone(of[key][0]));
    });

  const fixed = definition.fixedUri ?? definition.fixedCode;
  if (inProfile && fixed !== undefined) propose('fixed or pattern', name, replace(`${fixed}x`));
  if (inProfile && definition.patternCodeableConcept)
    propose('fixed or pattern', name, replace({ coding: [{ system: 'http://example.org/codes', code: 'other' }] }));
  if (inProfile && definition.patternCodeableConcept)
    propose('fixed or pattern', `${name} text`, replace({ text: 'other' }));

  const { strength } = definition.binding ?? {};
  if (strength === 'required' && type === 'code' && !/mimetypes|languages/.test(definition.binding?.valueSet ?? ''))
    propose('required binding: code', name, replace('no-such-code'));
  if (
    strength === 'required' &&
    definition.binding?.valueSet &&
    (type === 'Coding' || type === 'CodeableConcept') &&
    !unknownSets.test(definition.binding.valueSet)
  ) {
    const coding = { system: 'http://example.org/codes', code: 'other' };
    propose(
      'required binding: Coding, CodeableConcept',
      name,
      replace(type === 'Coding' ? coding : { coding: [coding] }),
    );
    if (type === 'CodeableConcept')
      propose('required binding: Coding, CodeableConcept', `${name} text`, replace({ text: 'other' }));
  }

  if (['date', 'dateTime', 'instant'].includes(type)) {
    for (const value of ['01/02/2023', '2023-13-01', '2023-1-5', '2023-01-05T10:00:00', '2023-01-05 10:00:00Z'])
      propose('date, dateTime, instant format', `${name} ${value}`, replace(value));
    propose('calendar-invalid date', name, replace(type === 'instant' ? '2023-02-30T10:00:00Z' : '2023-02-30'));
    propose(
      'calendar-invalid date',
      `${name} leap`,
      replace(type === 'instant' ? '2023-02-29T10:00:00Z' : '2023-02-29'),
    );
  }
  if (['uri', 'url', 'canonical'].includes(type)) propose('bad uri', name, replace('http://example.org/with space'));
  if (!primitive(type) && type !== 'Resource')
    propose('unknown element', name, copy => {
      const { of, key } = holder(copy, keys);
      const value = list ? of[key][0] : of[key];
      if (typeof value !== 'object') return false;
      value.unheardOf = 'x';
      return true;
    });
  const targets = definition.type?.find(({ code }) => code === 'Reference')?.targetProfile ?? [];
  if (type === 'Reference' && targets.length > 0 && !targets.some(url => url.endsWith('/Resource')))
    propose('wrong reference target', name, copy => {
      const { of, key } = holder(copy, keys);
      const value = list ? of[key][0] : of[key];
      delete value.type;
      value.reference = 'Linkage/1';
    });
  if (definition.path?.endsWith('[x]')) {
    const base = definition.path.replace(/^.*\./, '').slice(0, -3);
    propose('choice type', `${name} twice`, copy => {
      const { of, key } = holder(copy, keys);
      const other = key === `${base}String` ? `${base}Boolean` : `${base}String`;
      of[other] = other.endsWith('String') ? 'x' : true;
    });
    propose('choice type', `${name} other`, copy => {
      const { of, key } = holder(copy, keys);
      delete of[key];
      delete of[`_${key}`];
      of[`${base}Timing2`] = 'x';
    });
  }
}

const isNumber = (type: string) => /decimal|integer|Int$/.test(type);
/** Sets that no package carries, so that no validator without a terminology server can check them. */
const unknownSets = /us-core-documentreference-type|2\.16\.840\.1\.113883\.11\.20\.9\.69\.4|1267\.16/;

/** Items of slices, told by what the slice itself or its first discriminator fixes. */
function mutateSlices(definition: StructureDefinition, propose: Propose): void {
  const elements = definition.snapshot?.element ?? [];
  for (const slice of elements) {
    if (!slice.sliceName || slice.path?.split('.').length !== 2 || slice.path.endsWith('[x]')) continue;
    const name = slice.path.split('.')[1] as string;
    const below = (child: string) => elements.find(({ id }) => id === `${slice.id}.${child}`);
    const told = (item: Json): boolean => {
      const concept =
        slice.patternCodeableConcept ?? below('code')?.patternCodeableConcept ?? below('type')?.patternCodeableConcept;
      const at = slice.patternCodeableConcept ? item : below('code')?.patternCodeableConcept ? item.code : item.type;
      if (concept)
        return at?.coding?.some?.(
          (one: Json) => one.code === concept.coding?.[0]?.code && one.system === concept.coding?.[0]?.system,
        );
      const code = below('coding.code')?.fixedCode;
      if (code) return item.coding?.some((one: Json) => one.code === code);
      const url = slice.type?.[0]?.code === 'Extension' ? slice.type[0].profile?.[0] : undefined;
      if (url) return item.url === url;
      const system = slice.patternIdentifier?.system ?? below('system')?.fixedUri;
      return system !== undefined && item.system === system;
    };
    if (slice.min)
      propose('slices', `${slice.id} missing`, copy => {
        const items = copy[name];
        if (!Array.isArray(items) || !items.some(told)) return false;
        const rest = items.filter((item: Json) => !told(item));
        if (rest.length > 0) copy[name] = rest;
        else delete copy[name];
        return true;
      });
    if (slice.max !== '*' && slice.max !== undefined)
      propose('slices', `${slice.id} too many`, copy => {
        const item = copy[name]?.find?.(told);
        if (!item) return false;
        for (let at = 0; at < Number(slice.max); at++) copy[name].push(structuredClone(item));
        return true;
      });
    for (const inner of elements) {
      const child = inner.id?.startsWith(`${slice.id}.`) ? inner.id.slice((slice.id as string).length + 1) : '';
      if (
        !child ||
        child.includes('.') ||
        child.includes(':') ||
        !inner.min ||
        inner.fixedCode ||
        inner.fixedUri ||
        inner.patternCodeableConcept
      )
        continue;
      propose('slices', `${inner.id} missing`, copy => {
        const item = copy[name]?.find?.(told);
        if (item?.[child] === undefined) return false;
        delete item[child];
        return true;
      });
    }
  }
}

function mutateWhole(resource: Json, definition: StructureDefinition, propose: Propose): void {
  for (const id of ['has space', 'under_score', 'x'.repeat(65), 'slash/slash'])
    propose('bad id', id.slice(0, 20), copy => {
      copy.id = id;
    });
  propose('unknown element', 'root', copy => {
    copy.unheardOf = 'x';
  });
  propose('unknown element', 'root beside', copy => {
    copy._unheardOf = { id: 'x' };
  });
  propose('unknown modifierExtension', 'root', copy => {
    copy.modifierExtension = [{ url: 'http://example.org/not', valueBoolean: true }];
  });
  for (const [key, value] of Object.entries(resource))
    if (
      Array.isArray(value) &&
      types
        .get(resource.resourceType)
        ?.snapshot?.element.some(
          ({ path, type }) => path === `${resource.resourceType}.${key}` && type?.[0]?.code === 'BackboneElement',
        )
    )
      propose('unknown modifierExtension', key, copy => {
        copy[key][0].modifierExtension = [{ url: 'http://example.org/not', valueBoolean: true }];
      });
  propose('resourceType mismatch', 'unknown', copy => {
    copy.resourceType = 'Pateint';
  });
  propose('resourceType mismatch', 'missing', copy => {
    delete copy.resourceType;
  });
  propose('resourceType mismatch', 'profile of another type', copy => {
    copy.resourceType = definition.type === 'Basic' ? 'Flag' : 'Basic';
  });
  if (resource.resourceType === 'Bundle') return;
  const contain = (kind: string, inner: Json, refers = true) =>
    propose('invalid contained resource', kind, copy => {
      copy.contained = [...(copy.contained ?? []), inner];
      if (refers)
        copy.extension = [
          ...(copy.extension ?? []),
          { url: 'http://example.org/refers', valueReference: { reference: '#inside' } },
        ];
    });
  contain('bad code', { resourceType: 'Patient', id: 'inside', gender: 'x' });
  contain('unknown element', { resourceType: 'Patient', id: 'inside', unheardOf: 1 });
  contain('wrong type', { resourceType: 'Patient', id: 'inside', active: 'true' });
  contain('missing required', { resourceType: 'Observation', id: 'inside', status: 'final' });
  contain('unknown resource', { resourceType: 'Pateint', id: 'inside' });
}

const first = (copy: Json, type: string, change: (copy: Json) => unknown) =>
  copy.resourceType === type ? change(copy) : false;
const observation = (change: (copy: Json) => unknown) => (copy: Json) => first(copy, 'Observation', change);
const withoutValue = observation(copy => {
  for (const key of Object.keys(copy)) if (/^_?value[A-Z]/.test(key)) delete copy[key];
  delete copy.dataAbsentReason;
  delete copy.component;
  delete copy.hasMember;
});

/** How each invariant of US Core is broken; `false` where the resource has nothing to break. */
const breaksUsCore: Readonly<Record<string, (copy: Json) => unknown>> = {
  'us-core-1': observation(copy => {
    if (!copy.effectiveDateTime) return false;
    copy.effectiveDateTime = '2020-05';
    return true;
  }),
  'us-core-2': withoutValue,
  'vs-2': withoutValue,
  'vs-1': observation(copy => {
    if (!copy.effectiveDateTime) return false;
    copy.effectiveDateTime = '2020';
    return true;
  }),
  'vs-3': observation(copy => {
    if (!copy.component?.[0]?.valueQuantity) return false;
    delete copy.component[0].valueQuantity;
    return true;
  }),
  'us-core-3': observation(copy => {
    if (!copy.valueQuantity?.system) return false;
    copy.valueQuantity.system = 'http://example.org/units';
    return true;
  }),
  'us-core-6': copy => nameless(copy) ?? contentless(copy),
  'us-core-8': copy => nameless(copy) ?? unreported(copy, 'effective'),
  'us-core-10': copy => unreported(copy, 'effective'),
  'us-core-9': copy => unreported(copy, 'issued'),
  'us-core-7': copy => first(copy, 'Procedure', () => (copy.status === 'completed' ? strip(copy, 'performed') : false)),
  'us-core-12': copy =>
    first(copy, 'Device', () => {
      if (!copy.udiCarrier) return false;
      delete copy.udiCarrier[0].carrierHRF;
      delete copy.udiCarrier[0].carrierAIDC;
      return true;
    }),
  'us-core-13': copy =>
    first(copy, 'PractitionerRole', () =>
      without(copy, 'practitioner', 'organization', 'healthcareService', 'location'),
    ),
  'us-core-14': copy => first(copy, 'RelatedPerson', () => without(copy, 'name', 'relationship')),
  'us-core-15': copy =>
    first(copy, 'Coverage', () => {
      delete copy.subscriberId;
      delete copy.identifier;
    }),
  'us-core-16': copy => npiOf(copy, () => '12345'),
  'us-core-17': copy => npiOf(copy, value => value.replace(/.$/, digit => String((Number(digit) + 1) % 10))),
  'us-core-20': copy =>
    first(copy, 'MedicationDispense', () => (copy.status === 'completed' ? strip(copy, 'whenHandedOver') : false)),
  'us-core-21': copy =>
    first(copy, 'MedicationRequest', () => (/order/.test(copy.intent) ? strip(copy, 'requester') : false)),
  'us-core-22': copy =>
    first(copy, 'Observation', () => {
      const low = copy.referenceRange?.[0]?.low;
      if (!low) return false;
      low.system = 'http://example.org/units';
      low.code ??= 'x';
      return true;
    }),
  'us-core-26': withoutValue,
  'provenance-1': copy =>
    first(copy, 'Provenance', () => {
      const agent = copy.agent.find((one: Json) => /Practitioner\//.test(one.who?.reference ?? ''));
      if (!agent) return false;
      delete agent.onBehalfOf;
      return true;
    }),
};

const without = (copy: Json, ...names: string[]): void => {
  for (const name of names) delete copy[name];
};
const strip = (copy: Json, name: string): boolean => {
  const keys = Object.keys(copy).filter(key => new RegExp(`^_?${name}([A-Z]|$)`).test(key));
  for (const key of keys) delete copy[key];
  return keys.length > 0;
};
const nameless = (copy: Json): boolean | undefined => {
  if (copy.resourceType !== 'Patient') return undefined;
  for (const key of ['family', 'given', '_family', '_given']) delete copy.name?.[0]?.[key];
  if (copy.name) copy.name[0].text = 'x';
  return copy.name !== undefined;
};
const contentless = (copy: Json): boolean => {
  const attachment = copy.content?.[0]?.attachment;
  if (!attachment) return false;
  delete attachment.url;
  delete attachment.data;
  return true;
};
const unreported = (copy: Json, name: string): boolean =>
  copy.resourceType === 'DiagnosticReport' && /final|partial|amended/.test(copy.status) && strip(copy, name);
const npiOf = (copy: Json, change: (value: string) => string): boolean => {
  const found = copy.identifier?.find?.((one: Json) => one.system === 'http://hl7.org/fhir/sid/us-npi');
  if (!found?.value) return false;
  found.value = change(found.value);
  return true;
};

const inside = (copy: Json, change: (inner: Json) => void) => {
  if (copy.resourceType === 'Bundle' || copy.resourceType === 'Binary') return false;
  const inner: Json = { resourceType: 'Basic', id: 'inside', code: { text: 'x' } };
  change(inner);
  copy.contained = [...(copy.contained ?? []), inner];
  copy.extension = [
    ...(copy.extension ?? []),
    { url: 'http://example.org/refers', valueReference: { reference: '#inside' } },
  ];
  return true;
};
const anyExtension = (value: Json) => (copy: Json) => {
  if (copy.resourceType === 'Bundle' || copy.resourceType === 'Binary') return false;
  copy.extension = [...(copy.extension ?? []), { url: 'http://example.org/any', ...value }];
  return true;
};
const narrative = (div: string) => (copy: Json) => {
  if (copy.resourceType === 'Bundle' || copy.resourceType === 'Binary') return false;
  copy.text = { status: 'generated', div };
  return true;
};
const xhtml = (inner: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;
const ownValue = (type: string, change: (copy: Json) => unknown) => (copy: Json) => first(copy, type, change);

/** How invariants of R4 are broken. Those of datatypes are broken in an extension, which any resource may have. */
const breaksR4: Readonly<Record<string, (copy: Json) => unknown>> = {
  'dom-2': copy =>
    inside(copy, inner => (inner.contained = [{ resourceType: 'Basic', id: 'deep', code: { text: 'x' } }])),
  'dom-3': copy =>
    inside(copy, inner => (inner.id = 'nobody')) &&
    copy.extension.pop() &&
    (copy.extension.length === 0 ? delete copy.extension : true),
  'dom-4': copy => inside(copy, inner => (inner.meta = { versionId: '1' })),
  'dom-5': copy => inside(copy, inner => (inner.meta = { security: [{ system: 'http://example.org/s', code: 'R' }] })),
  'ref-1': anyExtension({ valueReference: { reference: '#not-there' } }),
  'txt-1 script': narrative(xhtml('<script>x</script>')),
  'txt-1 attribute': narrative(xhtml('<p onclick="x()">x</p>')),
  'txt-1 form': narrative(xhtml('<form><p>x</p></form>')),
  'txt-1 not well-formed': narrative(xhtml('<p>x')),
  'txt-2': narrative(xhtml('  <p> </p>')),
  'per-1': anyExtension({ valuePeriod: { start: '2020-02-01', end: '2020-01-01' } }),
  'qty-3': anyExtension({ valueQuantity: { value: 1, code: 'mg' } }),
  'att-1': anyExtension({ valueAttachment: { data: 'QUJD' } }),
  'cpt-2': anyExtension({ valueContactPoint: { value: 'x' } }),
  'rng-2': anyExtension({ valueRange: { low: { value: 2 }, high: { value: 1 } } }),
  'rat-1': anyExtension({ valueRatio: { numerator: { value: 1 } } }),
  'tim-1': anyExtension({ valueTiming: { repeat: { duration: 1 } } }),
  'tim-2': anyExtension({ valueTiming: { repeat: { period: 1 } } }),
  'tim-10': anyExtension({ valueTiming: { repeat: { timeOfDay: ['10:00:00'], when: ['MORN'] } } }),
  'age-1': anyExtension({ valueAge: { value: -1, code: 'a', system: 'http://unitsofmeasure.org' } }),
  'drt-1': anyExtension({ valueDuration: { value: 1, code: 'h', system: 'http://example.org/units' } }),
  'ext-1 both': anyExtension({ valueString: 'x', extension: [{ url: 'http://example.org/x', valueString: 'x' }] }),
  'ext-1 neither': anyExtension({}),
  'ele-1': copy => {
    copy.meta = {};
  },
  'obs-3': ownValue('Observation', copy => (copy.referenceRange = [{ age: { low: { value: 1 } } }])),
  'obs-6': ownValue('Observation', copy =>
    Object.keys(copy).some(key => /^value[A-Z]/.test(key)) ? (copy.dataAbsentReason = { text: 'x' }) : false,
  ),
  'obs-7': ownValue('Observation', copy => {
    if (!Object.keys(copy).some(key => /^value[A-Z]/.test(key)) || !copy.code?.coding) return false;
    copy.component = [...(copy.component ?? []), { code: structuredClone(copy.code), valueString: 'x' }];
    return true;
  }),
  'ait-1': ownValue('AllergyIntolerance', copy =>
    copy.verificationStatus?.coding?.[0]?.code === 'entered-in-error' ? false : delete copy.clinicalStatus,
  ),
  'ait-2': ownValue('AllergyIntolerance', copy =>
    copy.clinicalStatus
      ? (copy.verificationStatus = {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
              code: 'entered-in-error',
            },
          ],
        })
      : false,
  ),
  'con-5': ownValue('Condition', copy =>
    copy.clinicalStatus
      ? (copy.verificationStatus = {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'entered-in-error' }],
        })
      : false,
  ),
  'con-4': ownValue('Condition', copy => {
    copy.clinicalStatus = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    };
    copy.abatementString = 'x';
    for (const key of Object.keys(copy)) if (/^abatement(?!String)/.test(key)) delete copy[key];
  }),
  'pat-1': ownValue('Patient', copy => (copy.contact = [{ gender: 'male' }])),
  'org-1': ownValue('Organization', copy => {
    delete copy.name;
    delete copy.identifier;
  }),
  'org-3': ownValue('Organization', copy => (copy.telecom = [{ system: 'phone', value: '1', use: 'home' }])),
  'gol-1': ownValue('Goal', copy => (copy.target = [{ detailString: 'x' }])),
  'ctm-1': ownValue(
    'CareTeam',
    copy =>
      (copy.participant = [{ member: { reference: 'Organization/1' }, onBehalfOf: { reference: 'Organization/1' } }]),
  ),
  'que-11': ownValue(
    'Questionnaire',
    copy =>
      (copy.item = [
        { linkId: 'x', type: 'choice', answerOption: [{ valueString: 'x' }], initial: [{ valueString: 'x' }] },
      ]),
  ),
  'qrs-1': ownValue(
    'QuestionnaireResponse',
    copy => (copy.item = [{ linkId: 'x', answer: [{ valueString: 'x' }], item: [{ linkId: 'y' }] }]),
  ),
  'bdl-1': ownValue('Bundle', copy => (copy.type === 'searchset' ? false : (copy.total = 1))),
  'bdl-2': ownValue('Bundle', copy => (copy.type === 'searchset' ? false : (copy.entry[0].search = { mode: 'match' }))),
  'bdl-7': ownValue('Bundle', copy => copy.entry.push(structuredClone(copy.entry[0]))),
  'bdl-8': ownValue('Bundle', copy => (copy.entry[0].fullUrl = 'http://example.org/Patient/1/_history/2')),
};

const extensionNamed = (copy: Json, name: string): Json =>
  copy.extension?.find?.((one: Json) => one.url === `http://hl7.org/fhir/us/core/StructureDefinition/${name}`);
const partNamed = (extension: Json, url: string): Json => extension?.extension?.find?.((one: Json) => one.url === url);
const inExtension = (name: string, change: (extension: Json) => unknown) => (copy: Json) => {
  const found = extensionNamed(copy, name);
  return found ? change(found) : false;
};

/** Faults inside the extensions of US Core. */
const breaksExtensions: Readonly<Record<string, (copy: Json) => unknown>> = Object.fromEntries(
  ['us-core-race', 'us-core-ethnicity'].flatMap(name => [
    [
      `${name} without text`,
      inExtension(name, found => (found.extension = found.extension.filter((one: Json) => one.url !== 'text'))),
    ],
    [
      `${name} category`,
      inExtension(name, found =>
        partNamed(found, 'ombCategory')
          ? (partNamed(found, 'ombCategory').valueCoding = { system: 'http://example.org/x', code: 'x' })
          : false,
      ),
    ],
    [`${name} unknown part`, inExtension(name, found => found.extension.push({ url: 'colour', valueString: 'x' }))],
    [`${name} text twice`, inExtension(name, found => found.extension.push({ url: 'text', valueString: 'x' }))],
    [`${name} with a value`, inExtension(name, found => (found.valueString = 'x'))],
    [
      `${name} wrong type`,
      inExtension(name, found => {
        const part = partNamed(found, 'text');
        delete part.valueString;
        part.valueInteger = 1;
      }),
    ],
    [
      `${name} elsewhere`,
      (copy: Json) =>
        copy.resourceType === 'Observation'
          ? (copy.extension = [
              {
                url: `http://hl7.org/fhir/us/core/StructureDefinition/${name}`,
                extension: [{ url: 'text', valueString: 'x' }],
              },
            ])
          : false,
    ],
  ]),
);
Object.assign(breaksExtensions, {
  'birth sex code': inExtension('us-core-birthsex', found => (found.valueCode = 'X')),
  'birth sex type': inExtension('us-core-birthsex', found => {
    delete found.valueCode;
    found.valueString = 'F';
  }),
});
