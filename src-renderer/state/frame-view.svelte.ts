/** How the frame lies on the stage: fitted to it, or where the examiner has put it. */
import type { Box, Point } from '../../src-main/shared/domain.ts';
import {
  bringingIntoSight,
  centred,
  fitted,
  movedBy,
  scaledAbout,
  ZOOM_LIMITS,
  type Placement,
  type Size,
} from '../lib/frame-placement.ts';

export class FrameView {
  stage = $state.raw<Size>({ width: 0, height: 0 });
  frame = $state.raw<Size>({ width: 1, height: 1 });
  #own = $state.raw<Placement | null>(null);
  readonly placement = $derived(this.#own ?? fitted(this.frame, this.stage));
  readonly isFitted = $derived(this.#own === null);
  /** Screen pixels for one pixel of the frame. */
  readonly zoom = $derived(this.placement.scale * devicePixelRatio);

  fit(): void {
    this.#own = null;
  }

  /** One pixel of the frame to one of the screen, about a face if there is one; or back to all of it. */
  toggleActual(face: Box | null): void {
    if (!this.isFitted) return this.fit();
    const scale = 1 / devicePixelRatio;
    const placed = centred(this.frame, this.stage, scale);
    if (!face) this.#own = placed;
    else {
      const { width, height } = this.stage;
      this.#own = {
        scale,
        x: width / 2 - (face.x + face.width / 2) * scale,
        y: height / 2 - (face.y + face.height / 2) * scale,
      };
    }
  }

  /** @param about a point of the stage; its middle when left out */
  zoomBy(factor: number, about: Point = { x: this.stage.width / 2, y: this.stage.height / 2 }): void {
    const { least, most } = ZOOM_LIMITS;
    const zoom = Math.min(Math.max(this.zoom * factor, least), most);
    this.#own = scaledAbout(this.placement, about, zoom / devicePixelRatio);
  }

  panBy(by: Point): void {
    this.#own = movedBy(this.placement, by, this.frame, this.stage);
  }

  /** Keeps a face in sight as the frames go by. */
  follow(face: Box): void {
    if (this.#own) this.#own = bringingIntoSight(this.#own, face, this.stage);
  }
}
