import type { OidcSignIn } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { ApiFailure } from '../api/request.ts';
import { who } from '../api/session.ts';
import { askWho } from '../api/who.ts';
import { Logo } from '../shell/logo.tsx';
import { useQuery } from '../url/use-query.ts';
import { placeAfter } from './place-after.ts';
import { signIn } from './sign-in-and-out.ts';
import { signInFailure } from './sign-in-failure.ts';
import style from './sign-in-page.module.css';

/** `/sign-in?to=`: who one is, and back to where one wanted to go; `failure=` says why another service led back here. */
export function SignInPage(): VNode {
  const [, navigate] = useLocation();
  const query = useQuery();
  const to = placeAfter(query.to);
  const failure = signInFailure(query.failure);
  const state = who.value;
  useEffect(() => {
    document.title = 'Sign in · Tracewright';
    void askWho();
  }, []);
  return (
    <main class={style.page}>
      <section class={style.card} aria-labelledby="sign-in">
        <p class={style.brand}>
          <Logo />
          Tracewright
        </p>
        <h1 class={style.title} id="sign-in">
          Sign in
        </h1>
        {failure !== undefined && (
          <p class={`${style.failure} ${style.outcome}`} role="alert">
            {failure}
          </p>
        )}
        {state?.signIn.password && <PasswordForm onDone={() => navigate(to, { replace: true })} />}
        {state?.signIn.oidc && <OidcLink oidc={state.signIn.oidc} to={to} />}
        {state && !state.signIn.password && !state.signIn.oidc && (
          <p class={style.note}>
            Nobody signs in here: {state.mode === 'key' ? 'whoever has the key of the collector' : 'everybody'} may use
            it. <a href={to}>Go on</a>
          </p>
        )}
      </section>
    </main>
  );
}

function PasswordForm({ onDone }: { readonly onDone: () => void }): VNode {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = async () => {
    setIsAsking(true);
    setFailure(undefined);
    try {
      await signIn(name, password);
      onDone();
    } catch (error) {
      setFailure(error instanceof ApiFailure ? sentence(error) : String(error));
      setIsAsking(false);
    }
  };
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class={style.field}>
        Name
        <input
          type="text"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          autofocus
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label class={style.field}>
        Password
        <input
          type="password"
          name="password"
          autocomplete="current-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </label>
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class={style.submit} disabled={isAsking}>
        {isAsking ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}

/** The service's page is another one: the browser goes there by itself. */
function OidcLink({ oidc, to }: { readonly oidc: OidcSignIn; readonly to: string }): VNode {
  return (
    <a class={style.other} href={`${oidc.startPath}?${new URLSearchParams({ to })}`}>
      {oidc.label}
    </a>
  );
}

function sentence({ code, message }: ApiFailure): string {
  return code === 'UNAUTHENTICATED' ? 'The name or the password is wrong.' : message;
}
