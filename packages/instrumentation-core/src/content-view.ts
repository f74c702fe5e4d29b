/** How values of a library are shown: in the words of a convention, and without its bookkeeping. */
export interface ContentView {
  /**
   * Another form of an object, such as a message; undefined where it has none. Its fields are read like the app's own,
   * and looked at in the same way. It must not run code of the app.
   */
  readonly replace: (value: object) => object | undefined;
  /** True for fields that are left out. */
  readonly omits: (key: string) => boolean;
  /**
   * The JSON text of a small value at once, where the view knows without a copy what it would become; undefined for
   * everything else. Not asked where texts are redacted. It must not run code of the app either.
   *
   * @param maxUnits most UTF-16 units of all texts in it
   */
  readonly json?: (value: unknown, maxUnits: number) => string | undefined;
}
