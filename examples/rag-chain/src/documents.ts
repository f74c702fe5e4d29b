import { Document } from '@langchain/core/documents';

/** What an outdoor shop tells its customers. */
export const documents: readonly Document[] = [
  [
    'returns',
    'Unused tents, packs and boots can be returned within 60 days. A refund is paid within five working days after the parcel has arrived.',
  ],
  [
    'worn-goods',
    'Boots that have been worn outdoors can not be returned. They can be exchanged once for another size within 30 days.',
  ],
  [
    'shipping',
    'Parcels are shipped within one working day. Delivery takes two days in the country and five days abroad. Shipping is free above 80 euros.',
  ],
  [
    'warranty',
    'Backpacks have a warranty of ten years on seams, zips and buckles. The warranty does not cover wear of the fabric. A claim needs the receipt and two photos.',
  ],
  [
    'repairs',
    'Tents and backpacks are repaired in our own workshop. A repair costs 25 euros, and nothing within the warranty. It takes about two weeks.',
  ],
  [
    'stoves',
    'Gas stoves must be cleaned after every trip. Cartridges can not be sent by air and are shipped by road only.',
  ],
  [
    'sizes',
    'Boots run half a size small. Hip belts of backpacks come in three lengths and can be changed in the shop.',
  ],
  ['members', 'Members collect one point for every euro and get ten percent off after 500 points. Membership is free.'],
].map(([id = '', pageContent = '']) => new Document({ id, pageContent, metadata: { source: `help/${id}.md` } }));
