import {
  type Attributes,
  type AttributeValue,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import {
  addHrTimes,
  hrTimeDuration,
  type InstrumentationScope,
  isTimeInput,
  millisToHrTime,
} from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { reportFailure } from '@tracewright/instrumentation-core';
import { attributesUnits, valueUnits } from './attribute-units.ts';
import { keptValue } from './attribute-value.ts';
import { exceptionAttributes } from './exception-attributes.ts';
import { givenTime } from './given-time.ts';
import { keptEvent, keptLink, makeRoom } from './listed-items.ts';
import type { SpanHome } from './span-home.ts';
import { keptStatus } from './span-status.ts';

/** Whether it is one of ours itself, and not made from one: such as that may have other attributes. */
export function isOwnSpan(span: object): span is OwnSpan {
  return Object.getPrototypeOf(span) === OwnSpan.prototype;
}

const UNSET: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });
/** Stands for an empty list, to be replaced by the first who has something to put into it. */
const NONE: never[] = Object.freeze([]) as unknown as never[];
const NOT_YET: HrTime = [0, 0];
const UNKNOWN: HrTime = [-1, -1];
/** What an event or a link takes as it is sent beside its attributes. */
const LISTED_UNITS = 96;

/**
 * A span that takes calls, and shows, as one of OpenTelemetry's SDK does, at a fraction of the cost: attributes stand
 * in two flat lists, in the order in which they were first set, and are looked at once. Its fields are no private ones
 * so that they show through objects that are made from it. Unlike the SDK's it never throws: where an app has set up no
 * OpenTelemetry, nothing that it tells a span does, be it a getter that fails.
 */
export class OwnSpan implements Span, ReadableSpan {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  endTime: HrTime = NOT_YET;
  duration: HrTime = UNKNOWN;
  ended = false;
  status: SpanStatus = UNSET;
  links: Link[] = NONE;
  events: TimedEvent[] = NONE;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  /** Names of the attributes; the value of each has the same place in {@link attributeValues}. */
  readonly attributeNames: string[] = [];
  readonly attributeValues: AttributeValue[] = [];
  /** UTF-16 units of what it was told, about: what was replaced counts as well. */
  textUnits = 0;
  private readonly home: SpanHome;
  private readonly identity: SpanContext;
  /** The start by `performance.now()` where nobody said when it was. */
  private readonly measuredFromMs: number | undefined;

  constructor(
    home: SpanHome,
    name: string,
    kind: SpanKind,
    identity: SpanContext,
    parent: SpanContext | undefined,
    startTime: TimeInput | undefined,
  ) {
    this.home = home;
    this.name = name;
    this.kind = kind;
    this.identity = identity;
    if (parent !== undefined) this.parentSpanContext = parent;
    const given = givenTime(startTime);
    this.measuredFromMs = given === undefined ? performance.now() : undefined;
    this.startTime = given ?? millisToHrTime(Date.now());
  }

  get resource(): Resource {
    return this.home.resource;
  }

  get instrumentationScope(): InstrumentationScope {
    return this.home.scope;
  }

  /** A copy as it is now. */
  get attributes(): Attributes {
    const attributes: Attributes = {};
    for (let i = 0; i < this.attributeNames.length; i++) {
      attributes[this.attributeNames[i] as string] = this.attributeValues[i];
    }
    return attributes;
  }

  spanContext(): SpanContext {
    return this.identity;
  }

  isRecording(): boolean {
    return !this.ended;
  }

  /** The value of one attribute; undefined where it is not set. */
  attribute(name: string): AttributeValue | undefined {
    const at = this.attributeNames.indexOf(name);
    return at < 0 ? undefined : this.attributeValues[at];
  }

  setAttribute(name: string, value: AttributeValue | undefined): this {
    if (value === undefined || value === null || this.isOver()) return this;
    try {
      // An app without types may give anything for a name.
      this.put(typeof name === 'string' ? name : String(name), value);
    } catch (error) {
      reportFailure('setting an attribute', error);
    }
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.isOver()) return this;
    try {
      // An app without types may give nothing.
      const names = Object.keys(attributes ?? {});
      // Those of one object are all different: the first of them are not looked for among each other.
      const isFirst = this.attributeNames.length === 0;
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        const value = attributes[name];
        if (value !== undefined && value !== null) this.put(name, value, isFirst ? -1 : undefined);
      }
    } catch (error) {
      reportFailure('setting attributes', error);
    }
    return this;
  }

  /** Sets what is found out about a span after its end, before it is sent. */
  addLate(attributes: Attributes): void {
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined) this.put(name, value);
    }
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.isOver()) return this;
    try {
      this.putEvent(name, attributesOrTime, time);
    } catch (error) {
      reportFailure('adding an event', error);
    }
    return this;
  }

  addLink(link: Link): this {
    if (this.isOver()) return this;
    try {
      this.putLink(link);
    } catch (error) {
      reportFailure('adding a link', error);
    }
    return this;
  }

  addLinks(links: Link[]): this {
    try {
      for (const link of links) this.addLink(link);
    } catch (error) {
      reportFailure('adding links', error);
    }
    return this;
  }

  setStatus(status: SpanStatus): this {
    try {
      const isKept = this.isOver() || status.code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK;
      if (!isKept) this.status = keptStatus(status);
    } catch (error) {
      reportFailure('setting the status', error);
    }
    return this;
  }

  updateName(name: string): this {
    if (!this.isOver()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    try {
      const attributes = exceptionAttributes(exception);
      if (attributes === undefined) diag.warn(`Failed to record an exception ${exception}`);
      else this.addEvent('exception', attributes, time);
    } catch (error) {
      reportFailure('recording an exception', error);
    }
  }

  end(time?: TimeInput): void {
    if (this.isOver()) {
      const { traceId, spanId } = this.identity;
      diag.error(`${traceId}-${spanId} - You can only call end() on a span once.`, this.name);
      return;
    }
    this.endTime = this.timeOf(time);
    this.duration = hrTimeDuration(this.startTime, this.endTime);
    if (this.duration[0] < 0) {
      const text = 'Inconsistent start and end time, startTime > endTime. Setting span duration to 0ms.';
      diag.warn(text, this.startTime, this.endTime);
      this.endTime = [...this.startTime];
      this.duration = [0, 0];
    }
    if (this.droppedEventsCount > 0) {
      diag.warn(`Dropped ${this.droppedEventsCount} events because eventCountLimit reached`);
    }
    if (this.droppedLinksCount > 0) {
      diag.warn(`Dropped ${this.droppedLinksCount} links because linkCountLimit reached`);
    }
    this.ended = true;
    const { watchers } = this.home;
    for (let i = 0; i < watchers.length; i++) watchers[i]?.onEnd(this);
  }

  /** @param at where the attribute stands, if that is known; -1 where it does not */
  private put(name: string, value: AttributeValue, at: number = this.attributeNames.indexOf(name)): void {
    const { limits } = this.home;
    if (name.length === 0) {
      diag.warn(`Invalid attribute key: ${name}`);
      return;
    }
    const kept = keptValue(name, value, limits.valueLength);
    if (kept === undefined) return;
    this.textUnits += valueUnits(kept);
    if (at >= 0) {
      this.attributeValues[at] = kept;
    } else if (this.attributeNames.length >= limits.attributes) {
      this.droppedAttributesCount += 1;
    } else {
      this.attributeNames.push(name);
      this.attributeValues.push(kept);
    }
  }

  private putEvent(name: string, attributesOrTime: Attributes | TimeInput | undefined, time?: TimeInput): void {
    const { limits } = this.home;
    const isTime = isTimeInput(attributesOrTime);
    const given = isTime ? undefined : attributesOrTime;
    const when = isTime && !isTimeInput(time) ? attributesOrTime : time;
    const event = keptEvent(name, given, this.timeOf(when), limits);
    if (this.events === NONE) this.events = [];
    this.droppedEventsCount += makeRoom(this.events, limits.events);
    this.events.push(event);
    this.textUnits += LISTED_UNITS + attributesUnits(event.attributes);
  }

  private putLink(given: Link): void {
    const { limits } = this.home;
    const link = keptLink(given, limits);
    if (this.links === NONE) this.links = [];
    this.droppedLinksCount += makeRoom(this.links, limits.links);
    this.links.push(link);
    this.textUnits += LISTED_UNITS + attributesUnits(link.attributes);
  }

  /** Says so if the span takes nothing any more. */
  private isOver(): boolean {
    if (this.ended) {
      const { traceId, spanId } = this.identity;
      const text = `Operation attempted on ended Span {traceId: ${traceId}, spanId: ${spanId}}`;
      diag.warn(text.replace('Operation attempted', 'Cannot execute the operation'), new Error(text));
    }
    return this.ended;
  }

  private timeOf(time: TimeInput | undefined): HrTime {
    const given = givenTime(time);
    if (given !== undefined) return given;
    if (this.measuredFromMs === undefined) return millisToHrTime(Date.now());
    return addHrTimes(this.startTime, millisToHrTime(performance.now() - this.measuredFromMs));
  }
}
