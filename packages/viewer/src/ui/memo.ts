import { Component, type ComponentType, type VNode } from 'preact';

/**
 * A component that is drawn again only where one of its properties is another. A row that is passed over by handing
 * Preact the same object again would hold all rows that were ever drawn beside it.
 */
export function memo<Props extends object>(draw: (props: Props) => VNode): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const now: object = this.props;
      return Object.entries(next).some(([name, value]) => value !== now[name as keyof typeof now]);
    }

    override render(props: Props): VNode {
      return draw(props);
    }
  };
}
