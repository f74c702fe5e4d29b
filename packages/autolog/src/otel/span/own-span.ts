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
  hrTime,
  hrTimeDuration,
  type InstrumentationScope,
  isTimeInput,
  isTimeInputHrTime,
  millisToHrTime,
} from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { keptAttributes, keptValue } from './attribute-value.ts';
import { exceptionAttributes } from './exception-attributes.ts';
import type { SpanLimits } from './span-limits.ts';

/** What all spans of a tracer have in common. */
export interface SpanHome {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  readonly limits: SpanLimits;
  readonly watchers: readonly SpanWatcher[];
}

/** Is told of the spans of a provider. */
export interface SpanWatcher {
  onEnd(span: OwnSpan): void;
}

/** Whether it is one of ours itself, and not made from one: such as that may have other attributes. */
export function isOwnSpan(span: object): span is OwnSpan {
  return Object.getPrototypeOf(span) === OwnSpan.prototype;
}

const UNSET: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });
/** Stands for an empty list, to be replaced by the first who has something to put into it. */
const NONE: never[] = Object.freeze([]) as unknown as never[];
const NOT_YET: HrTime = [0, 0];
const UNKNOWN: HrTime = [-1, -1];

/**
 * A span that takes calls, and shows, as one of OpenTelemetry's SDK does, at a fraction of the cost: attributes stand
 * in two flat lists, in the order in which they were first set, and are looked at once. Its fields are no private ones
 * so that they show through objects that are made from it.
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
  /** UTF-16 units of all texts among the attributes, at most: what was replaced counts as well. */
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
    this.measuredFromMs = startTime === undefined || startTime === null ? performance.now() : undefined;
    this.startTime = this.timeOf(startTime ?? Date.now());
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
    // An app without types may give anything for a name.
    this.put(typeof name === 'string' ? name : String(name), value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.isOver()) return this;
    // An app without types may give nothing.
    const names = Object.keys(attributes ?? {});
    // Those of one object are all different: the first of them are not looked for among each other.
    const isFirst = this.attributeNames.length === 0;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = attributes[name];
      if (value !== undefined && value !== null) this.put(name, value, isFirst ? -1 : undefined);
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
    const { limits } = this.home;
    if (this.events === NONE) this.events = [];
    if (this.events.length >= limits.events) {
      if (this.droppedEventsCount === 0) diag.debug('Dropping extra events.');
      this.events.shift();
      this.droppedEventsCount += 1;
    }
    const isTime = isTimeInput(attributesOrTime);
    const given = isTime ? undefined : attributesOrTime;
    const when = isTime && !isTimeInput(time) ? attributesOrTime : time;
    const { attributes, dropped } = keptAttributes(given, limits.listedAttributes, limits.valueLength);
    this.events.push({ name, attributes, time: this.timeOf(when), droppedAttributesCount: dropped });
    return this;
  }

  addLink({ context, attributes: given }: Link): this {
    if (this.isOver()) return this;
    const { limits } = this.home;
    if (this.links === NONE) this.links = [];
    if (this.links.length >= limits.links) {
      if (this.droppedLinksCount === 0) diag.debug('Dropping extra links.');
      this.links.shift();
      this.droppedLinksCount += 1;
    }
    const { attributes, dropped } = keptAttributes(given, limits.listedAttributes, limits.valueLength);
    const link: Link = { context };
    if (Object.keys(attributes).length > 0) link.attributes = attributes;
    if (dropped > 0) link.droppedAttributesCount = dropped;
    this.links.push(link);
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (this.isOver() || status.code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    const { code, message } = status;
    this.status = { code };
    if (code !== SpanStatusCode.ERROR || message === undefined || message === null) return this;
    if (typeof message === 'string') this.status.message = message;
    else diag.warn(`Dropping invalid status.message of type '${typeof message}', expected 'string'`);
    return this;
  }

  updateName(name: string): this {
    if (!this.isOver()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes = exceptionAttributes(exception);
    if (attributes === undefined) diag.warn(`Failed to record an exception ${exception}`);
    else this.addEvent('exception', attributes, time);
  }

  end(time?: TimeInput): void {
    if (this.isOver()) {
      const { traceId, spanId } = this.identity;
      diag.error(`${this.name} ${traceId}-${spanId} - You can only call end() on a span once.`);
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
    if (typeof kept === 'string') this.textUnits += kept.length;
    if (at >= 0) {
      this.attributeValues[at] = kept;
    } else if (this.attributeNames.length >= limits.attributes) {
      this.droppedAttributesCount += 1;
    } else {
      this.attributeNames.push(name);
      this.attributeValues.push(kept);
    }
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
    if (isTimeInputHrTime(time)) return time;
    if (typeof time === 'number') {
      const nowMs = performance.now();
      // Anything later than that is a moment since the Unix epoch.
      return time > nowMs ? millisToHrTime(time) : hrTime(time + Date.now() - (nowMs + performance.timeOrigin));
    }
    if (time instanceof Date) return millisToHrTime(time.getTime());
    if (this.measuredFromMs === undefined) return millisToHrTime(Date.now());
    return addHrTimes(this.startTime, millisToHrTime(performance.now() - this.measuredFromMs));
  }
}
