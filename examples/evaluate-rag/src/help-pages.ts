/** A page of a shop's help, of sentences that each answer one question. */
export interface HelpPage {
  readonly id: string;
  /** Question, the sentence that answers it, and words of that sentence that a right answer has in it. */
  readonly facts: readonly (readonly [question: string, sentence: string, keyword: string])[];
}

export const PAGES: readonly HelpPage[] = [
  {
    id: 'returns',
    facts: [
      ['Within how many days can unused tents be returned?', 'Unused tents can be returned within 60 days.', '60 days'],
      ['How is a refund of a return paid?', 'The refund of a return is paid to the card of the order.', 'card'],
      ['Who pays the parcel of a return?', 'The parcel of a return is paid by the customer.', 'customer'],
      ['Does a return need the original box?', 'A return needs the original box and all labels.', 'labels'],
      ['Can a return be brought to the shop?', 'A return can be brought to any shop in the country.', 'any shop'],
    ],
  },
  {
    id: 'shipping',
    facts: [
      ['How many days does delivery abroad take?', 'Delivery abroad takes five working days.', 'five'],
      ['Above how many euros is shipping free?', 'Shipping is free above 80 euros.', '80 euros'],
      ['Which carrier ships heavy parcels?', 'Heavy parcels are shipped by the carrier Norling.', 'Norling'],
      ['Can shipping be moved to another day?', 'Shipping can be moved to another day until noon.', 'noon'],
      ['Are parcels shipped to islands?', 'Parcels are shipped to islands once a week.', 'once a week'],
    ],
  },
  {
    id: 'warranty',
    facts: [
      ['How long is the warranty of backpacks?', 'Backpacks have a warranty of ten years.', 'ten years'],
      ['Does the warranty cover zips?', 'The warranty covers seams, zips and buckles.', 'seams'],
      ['What does a warranty claim need?', 'A warranty claim needs the receipt and two photos.', 'two photos'],
      ['Who decides a warranty claim?', 'A warranty claim is decided by the workshop in Bergen.', 'Bergen'],
      ['Is wear of fabric part of the warranty?', 'Wear of fabric is no part of the warranty.', 'no part'],
    ],
  },
  {
    id: 'repairs',
    facts: [
      ['How much does a repair of a tent cost?', 'A repair of a tent costs 25 euros.', '25 euros'],
      ['How long does a repair take in summer?', 'A repair takes three weeks in summer.', 'three weeks'],
      ['Which glue do repairs of mats use?', 'Repairs of mats use the glue Seamfix.', 'Seamfix'],
      [
        'Are broken poles replaced in a repair?',
        'Broken poles are replaced in a repair by aluminium ones.',
        'aluminium',
      ],
      ['Can a repair be picked up on Sunday?', 'A repair can be picked up on Sunday before eleven.', 'eleven'],
    ],
  },
  {
    id: 'stoves',
    facts: [
      ['When must a gas stove be cleaned?', 'A gas stove must be cleaned after every trip.', 'every trip'],
      ['How are cartridges of gas shipped?', 'Cartridges of gas are shipped by road only.', 'road'],
      ['Which stove burns petrol?', 'The stove Ember burns petrol and spirit.', 'Ember'],
      ['How hot does a stove get?', 'A stove gets as hot as 900 degrees.', '900'],
      ['Where is a stove not allowed?', 'A stove is not allowed inside of tents.', 'inside'],
    ],
  },
  {
    id: 'boots',
    facts: [
      ['How do boots run in size?', 'Boots run half a size small.', 'half a size'],
      ['What wax do leather boots need?', 'Leather boots need wax of bees twice a year.', 'bees'],
      ['Can worn boots be exchanged?', 'Worn boots can be exchanged once for another size.', 'once'],
      ['How long do soles of boots last?', 'Soles of boots last for about 1200 kilometres.', '1200'],
      ['How are wet boots dried?', 'Wet boots are dried with paper, far from fire.', 'paper'],
    ],
  },
  {
    id: 'members',
    facts: [
      ['How many points does a euro give members?', 'A euro gives members one point.', 'one point'],
      ['When do points of members expire?', 'Points of members expire after three years.', 'three years'],
      ['How high is the discount for members?', 'The discount for members is ten percent.', 'ten percent'],
      [
        'Which night is the shop open for members?',
        'The shop is open for members on the first Friday night.',
        'Friday',
      ],
      ['Can members lend their card?', 'Members can lend their card to their family.', 'family'],
    ],
  },
  {
    id: 'rental',
    facts: [
      ['How much is the deposit of a rented kayak?', 'The deposit of a rented kayak is 150 euros.', '150 euros'],
      ['By when must rented skis come back?', 'Rented skis must come back by six in the evening.', 'six'],
      ['What does insurance of rented gear cost?', 'Insurance of rented gear costs four euros a day.', 'four euros'],
      ['How old must one be to rent a kayak?', 'One must be 18 to rent a kayak.', '18'],
      ['Can rented helmets be bought?', 'Rented helmets can be bought at half the price.', 'half the price'],
    ],
  },
  {
    id: 'tents',
    facts: [
      ['How heavy is the tent Fjell?', 'The tent Fjell weighs 1900 grams.', '1900'],
      ['How much wind does the tent Storm stand?', 'The tent Storm stands wind of 120 kilometres an hour.', '120'],
      ['How is a tent washed?', 'A tent is washed by hand with cold water.', 'cold water'],
      ['How many people sleep in the tent Hall?', 'Six people sleep in the tent Hall.', 'Six'],
      ['Which pegs hold a tent in sand?', 'Pegs of wide steel hold a tent in sand.', 'steel'],
    ],
  },
  {
    id: 'courses',
    facts: [
      ['How long does the course in climbing last?', 'The course in climbing lasts two weekends.', 'two weekends'],
      ['Who teaches the course in knots?', 'The course in knots is taught by Ingrid Holm.', 'Ingrid'],
      ['What is the smallest group of a course?', 'The smallest group of a course is four people.', 'four people'],
      ['Where does the course in avalanches start?', 'The course in avalanches starts at Lake Tinn.', 'Tinn'],
      ['How are places of a course cancelled?', 'Places of a course are cancelled by letter.', 'letter'],
    ],
  },
  {
    id: 'payment',
    facts: [
      ['Which currencies can orders be paid in?', 'Orders can be paid in euros and crowns.', 'crowns'],
      ['In how many rates can an order be paid?', 'An order can be paid in six monthly rates.', 'monthly'],
      ['How long is a voucher valid?', 'A voucher is valid for 30 months.', '30 months'],
      ['When is an invoice due?', 'An invoice is due after fourteen days.', 'fourteen'],
      ['Is cash taken in the shops?', 'Cash is taken in the shops up to 500 euros.', '500'],
    ],
  },
  {
    id: 'food',
    facts: [
      ['How long does freeze-dried food keep?', 'Freeze-dried food keeps for seven years.', 'seven years'],
      ['How much water does a dried meal need?', 'A dried meal needs 400 millilitres of water.', '400'],
      ['Which meal is without nuts?', 'The meal Lentil Pot is without nuts.', 'Lentil'],
      ['How many bars are in a box?', 'Twelve bars are in a box.', 'Twelve'],
      ['Where is the coffee roasted?', 'The coffee is roasted in Trondheim.', 'Trondheim'],
    ],
  },
];
