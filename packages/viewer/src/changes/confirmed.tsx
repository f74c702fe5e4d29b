import { render } from 'preact';
import { classNames } from '../ui/class-names.ts';
import { Modal } from '../ui/modal.tsx';
import style from './changes.module.css';

/** What somebody is asked before something is done that cannot be taken back. */
export interface Question {
  /** What is done, and to what exactly: `Remove the rule “MAIL”?` */
  readonly title: string;
  /** What that entails. */
  readonly says: string;
  /** On the button that does it: `Remove`. */
  readonly action: string;
  /** Nothing is lost by it. Default false. */
  readonly isHarmless?: boolean;
}

let isAsking = false;

/**
 * Asks in a dialog above the page. Escape, going back, a click beside it and its first button are all a no.
 *
 * @returns whether it is to be done; not where something is asked already, such as by the first of two quick clicks
 */
export function confirmed({ title, says, action, isHarmless = false }: Question): Promise<boolean> {
  if (isAsking) return Promise.resolve(false);
  isAsking = true;
  const place = document.body.appendChild(document.createElement('div'));
  return new Promise((resolve) => {
    const answer = (isYes: boolean) => {
      isAsking = false;
      removeEventListener('popstate', no);
      // The focus goes back to where it was before what is done may take that away.
      render(null, place);
      place.remove();
      resolve(isYes);
    };
    const no = () => answer(false);
    addEventListener('popstate', no);
    render(
      <Modal label={title} says="confirm-says" onClose={no}>
        <div class={style.question}>
          <h2 class={style.title}>{title}</h2>
          <p id="confirm-says">{says}</p>
          <div class={style.buttons}>
            <button type="button" onClick={no}>
              Cancel
            </button>
            <button
              type="button"
              class={classNames(style.action, isHarmless && style.harmless)}
              onClick={() => answer(true)}
            >
              {action}
            </button>
          </div>
        </div>
      </Modal>,
      place,
    );
  });
}
