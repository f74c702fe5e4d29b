import type { CanvasFrame } from '../canvas/use-canvas.ts';
import type { SpanColours } from '../colouring/span-colours.ts';
import { STATUS_ERROR } from '../model/skeleton-columns.ts';
import { axisTicks, formatTick, momentAt, shareAt, type TimeScale } from '../model/time-scale.ts';
import type { TraceModel } from '../model/trace-model.ts';

/** Height of a row, and of the axis above them, px. */
export const LANE_PX = 20;
export const AXIS_PX = 24;
/** Narrower boxes have no room for a name. */
const MIN_LABEL_PX = 34;
const CONTAINERS = new Set([0, 2, 3]);

export interface FlameState {
  readonly scale: TimeScale;
  /** How far the rows are scrolled, px. */
  readonly top: number;
  readonly selected: number;
  /** Positions that hold what is looked for; all others are faint. */
  readonly matches: ReadonlySet<number> | undefined;
  readonly showsPath: boolean;
  readonly spanColours: SpanColours;
}

/** Draws the rows that are in sight; of boxes too narrow to be told apart, one. */
export function drawFlame(frame: CanvasFrame, model: TraceModel, state: FlameState): void {
  const { context, width, height } = frame;
  const { lanes } = model;
  context.font = `12px ${frame.colours.font}`;
  context.textBaseline = 'middle';
  drawLines(frame, state.scale);
  const first = Math.max(0, Math.floor(state.top / LANE_PX));
  const end = Math.min(lanes.count, Math.ceil((state.top + height) / LANE_PX));
  for (let row = first; row < end; row++) drawRow(frame, model, state, row, AXIS_PX + row * LANE_PX - state.top, width);
  drawAxis(frame, state.scale);
}

function drawRow(
  { context, colours }: CanvasFrame,
  model: TraceModel,
  { scale, selected, matches, showsPath, spanColours }: FlameState,
  row: number,
  y: number,
  width: number,
): void {
  const { columns, order, lanes, skeleton, criticalUs } = model;
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (let at = firstInSight(model, row, scale.fromUs); at < lanes.offsets[row + 1]!; at++) {
    const position = lanes.positions[at]!;
    const span = order.spans[position]!;
    const startUs = columns.startUs[span] ?? 0;
    const endUs = columns.endUs[span] ?? skeleton.durationUs;
    if (startUs > scale.toUs) break;
    const left = Math.max(-2, shareAt(scale, startUs) * width);
    const right = Math.min(width + 2, shareAt(scale, endUs) * width);
    const isSelected = span === selected;
    if (right < 0 || (right <= drawnTo + 0.75 && !isSelected)) continue;
    const boxWidth = Math.max(1, right - left - 0.5);
    drawnTo = left + boxWidth;
    const kind = columns.kind[span] ?? 0;
    const isError = skeleton.status[span] === STATUS_ERROR;
    const colour = isError ? colours.error : colours.tints[spanColours.tintOf(span)];
    // What only holds other steps steps back behind them.
    const isQuiet = CONTAINERS.has(kind) && !isError && spanColours.by === 'kind';
    context.globalAlpha = matches && !matches.has(position) ? 0.35 : 1;
    context.fillStyle = isQuiet ? colours.raised : colour;
    context.fillRect(left, y, boxWidth, LANE_PX - 2);
    if (isQuiet && boxWidth > 3) {
      context.fillStyle = colour;
      context.fillRect(left, y, 3, LANE_PX - 2);
    }
    const ttftUs = columns.ttftUs[span] ?? -1;
    let clearLeft = Math.max(0, left);
    if (ttftUs > 0 && boxWidth > 4) {
      const until = Math.min(right, shareAt(scale, Math.min(endUs, startUs + ttftUs)) * width);
      drawWait(context, colours.hatch, left, until, y);
      clearLeft = Math.max(clearLeft, until);
    }
    if (right - clearLeft >= MIN_LABEL_PX) {
      const labelLeft = clearLeft + (isQuiet ? 8 : 5);
      context.fillStyle = isQuiet ? colours.text : colours.surface;
      drawLabel(context, skeleton.names[skeleton.name[span]!] ?? 'Whole trace', labelLeft, y, right - labelLeft - 3);
    }
    if (showsPath && (criticalUs[span] ?? 0) > 0) {
      context.fillStyle = colours.text;
      context.fillRect(left, y + LANE_PX - 3, boxWidth, 2);
    }
    context.globalAlpha = 1;
    if (isSelected) {
      context.strokeStyle = colours.text;
      context.lineWidth = 2;
      context.strokeRect(left + 1, y + 1, Math.max(2, boxWidth - 2), LANE_PX - 4);
    }
  }
}

/** The wait for the first token, hatched as in the waterfall. */
function drawWait(context: CanvasRenderingContext2D, hatch: string, left: number, right: number, y: number): void {
  if (right - left < 2) return;
  context.save();
  context.beginPath();
  context.rect(left, y, right - left, LANE_PX - 2);
  context.clip();
  context.strokeStyle = hatch;
  context.lineWidth = 2;
  context.beginPath();
  for (let x = left - LANE_PX; x < right; x += 6) {
    context.moveTo(x, y + LANE_PX);
    context.lineTo(x + LANE_PX, y);
  }
  context.stroke();
  context.restore();
}

function drawLabel(context: CanvasRenderingContext2D, text: string, left: number, y: number, room: number): void {
  context.save();
  context.beginPath();
  context.rect(left, y, Math.max(0, room), LANE_PX);
  context.clip();
  context.fillText(text.slice(0, 200), left, y + LANE_PX / 2 - 0.5);
  context.restore();
}

function drawLines({ context, colours, width, height }: CanvasFrame, scale: TimeScale): void {
  context.fillStyle = colours.line;
  for (const us of axisTicks(scale, 7)) context.fillRect(Math.round(shareAt(scale, us) * width), 0, 1, height);
}

/** Drawn last, since rows scroll away below it. */
function drawAxis({ context, colours, width }: CanvasFrame, scale: TimeScale): void {
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, width, AXIS_PX - 1);
  context.fillStyle = colours.line;
  context.fillRect(0, AXIS_PX - 1, width, 1);
  context.font = `11px ${colours.font}`;
  for (const us of axisTicks(scale, 7)) {
    const x = Math.round(shareAt(scale, us) * width);
    context.fillStyle = colours.lineStrong;
    context.fillRect(x, AXIS_PX - 8, 1, 7);
    context.fillStyle = colours.textFaint;
    if (x < width - 40) context.fillText(formatTick(us, scale), x + 4, AXIS_PX / 2);
  }
}

/** Index into the row's positions of the first span that may reach into sight. */
function firstInSight({ lanes, order, columns }: TraceModel, row: number, fromUs: number): number {
  let low = lanes.offsets[row]!;
  let high = lanes.offsets[row + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns.endUs[order.spans[lanes.positions[middle]!]!] ?? Number.POSITIVE_INFINITY) < fromUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The span at a place. @param share Of the width. @param y From the top of all rows and the axis, px. */
export function spanAt(model: TraceModel, scale: TimeScale, share: number, y: number): number | undefined {
  const row = Math.floor((y - AXIS_PX) / LANE_PX);
  if (row < 0 || row >= model.lanes.count) return undefined;
  const us = momentAt(scale, share);
  // A little to both sides, since the narrowest boxes are wider than they ought to be.
  const slackUs = 0.0015 / Math.max(1e-12, scale.sharePerUs);
  const at = firstInSight(model, row, us - slackUs);
  const span = at < model.lanes.offsets[row + 1]! ? model.order.spans[model.lanes.positions[at]!] : undefined;
  return span !== undefined && (model.columns.startUs[span] ?? 0) <= us + slackUs ? span : undefined;
}
