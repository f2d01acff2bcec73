"""A population of believable names of many cultures: namesakes, twins, one-word names, apostrophes, hyphens, particles.

The names are common ones of each culture, weighted so that the first of a list are borne most often, as in life.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

# fmt: off
# For each culture: how often it comes, its family names and its given names, with bars between them.
CULTURES: tuple[tuple[int, str, str], ...] = (
    (
        30,
        "Smith|Johnson|Williams|Brown|Jones|Miller|Davis|Wilson|Anderson|Taylor|Thomas|Moore|Martin|"
        "Jackson|Thompson|White|Lee|Harris|Clark|Lewis|Robinson|Walker|Young|Allen|King|Wright|"
        "Scott|Hill|Green|Adams|Baker|Nelson|Carter|Mitchell|Roberts|Turner|Phillips|Campbell|Parker|"
        "Evans|Edwards|Collins|Stewart|Morris|Murphy|Cook|Rogers|Morgan|Peterson|Cooper|Reed|Bailey|"
        "Bell|Kelly|Howard|Ward|Cox|Richardson|Wood|Watson|Brooks|Bennett|Gray|James|Hughes|Price|"
        "Myers|Long|Foster|Sanders|Ross|Powell|Sullivan|Russell|Fisher|Henderson|Cole|West|Jordan|"
        "Reynolds|Hamilton|Graham|Wallace|Woods|Stone|Hunter|Hicks|Crawford|Marshall|Porter|Hunt|"
        "Black|Burke",
        "James|Mary|Robert|Patricia|John|Jennifer|Michael|Linda|David|Elizabeth|William|Barbara|"
        "Richard|Susan|Joseph|Jessica|Thomas|Sarah|Christopher|Karen|Charles|Lisa|Daniel|Nancy|"
        "Matthew|Betty|Anthony|Sandra|Mark|Margaret|Donald|Ashley|Steven|Kimberly|Andrew|Emily|Paul|"
        "Donna|Joshua|Michelle|Kenneth|Carol|Kevin|Amanda|Brian|Helen|George|Melissa|Timothy|Deborah|"
        "Ronald|Stephanie|Jason|Rebecca|Edward|Laura|Jeffrey|Sharon|Ryan|Cynthia|Jacob|Kathleen|Gary|"
        "Amy|Nicholas|Angela|Eric|Shirley|Jonathan|Anna|Stephen|Brenda|Larry|Pamela|Justin|Emma|"
        "Scott|Nicole|Brandon|Ruth|Benjamin|Katherine|Samuel|Samantha|Ann|Joan|Roy|Lee|Jo-Anne|Mary-"
        "Kate|Billie-Jo",
    ),
    (
        16,
        "García|Rodríguez|Martínez|Hernández|López|González|Pérez|Sánchez|Ramírez|Torres|Flores|"
        "Rivera|Gómez|Díaz|Reyes|Cruz|Morales|Ortiz|Gutiérrez|Chávez|Ramos|Ruiz|Mendoza|Álvarez|"
        "Jiménez|Castillo|Vásquez|Romero|Herrera|Medina|Aguilar|Vargas|Guzmán|Méndez|Muñoz|Salazar|"
        "Soto|Delgado|Peña|Ríos|Núñez|de la Cruz|de León|del Río|García López|Martínez Pérez|"
        "Ruiz de Velasco|Ortega y Gasset|Ibáñez|Acuña",
        "María|José|Juan|Luis|Carlos|Ana|Jorge|Carmen|Miguel|Rosa|Francisco|Guadalupe|Pedro|Sofía|"
        "Alejandro|Isabel|Manuel|Lucía|Ricardo|Elena|Fernando|Gabriela|Rafael|Verónica|Andrés|Adriana|"
        "Diego|Daniela|Javier|Beatriz|Héctor|Inés|Óscar|Mónica|Raúl|Ximena|Iñaki|Begoña|Jesús|"
        "Concepción",
    ),
    (
        5,
        "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh",
        "Minh|Anh|Hương|Tuấn|Lan|Hùng|Thảo|Đức|Linh|Quang|Mai|Dũng|Phương|Nam|Thị Hoa|Văn Long|"
        "Thị Minh|Hải|Ngọc|Trang",
    ),
    (
        5,
        "Wang|Li|Zhang|Liu|Chen|Yang|Huang|Zhao|Wu|Zhou|Xu|Sun|Ma|Zhu|Hu|Guo|He|Lin|Luo|Ouyang",
        "Wei|Fang|Na|Xiuying|Min|Jing|Lei|Jun|Yang|Yong|Yan|Jie|Tao|Ming|Xiaoming|Mei-Ling|Hui|"
        "Ping|Guo-Dong|Zihan",
    ),
    (
        1,
        "王|李|张|刘|陈|杨|赵|黄|周|吴",
        "伟|芳|娜|秀英|敏|静|丽|强|磊|小明|建国|婷婷",
    ),
    (
        4,
        "Kim|Lee|Park|Choi|Jung|Kang|Cho|Yoon|Jang|Lim|Han|Oh|Seo|Shin|Kwon",
        "Min-jun|Seo-yeon|Ji-hoon|Ji-woo|Hyun-woo|Soo-jin|Young-ho|Eun-ji|Sung-min|Hye-jin|Jae-won|Mi-"
        "kyung",
    ),
    (
        3,
        "Tanaka|Satō|Suzuki|Takahashi|Watanabe|Itō|Yamamoto|Nakamura|Kobayashi|Katō|Yoshida|Ōno",
        "Haruto|Yui|Sōta|Aoi|Ren|Hina|Kenji|Yōko|Hiroshi|Keiko|Takashi|Naoko",
    ),
    (
        7,
        "Patel|Sharma|Singh|Kumar|Gupta|Shah|Reddy|Iyer|Nair|Rao|Desai|Mehta|Joshi|Kaur|Banerjee|"
        "Chatterjee|Mukherjee|Krishnamurthy|Subramanian|Venkataraman|Bhattacharya|Chaudhary",
        "Priya|Raj|Amit|Anjali|Sanjay|Sunita|Rahul|Pooja|Vijay|Deepa|Arjun|Lakshmi|Ravi|Kavita|"
        "Anil|Meena|Suresh|Usha|Rajesh|Nisha|Vikram|Aishwarya",
    ),
    (
        6,
        "Khan|Ahmed|Ali|Hussain|Hassan|Rahman|Mahmoud|Abdullah|al-Masri|al-Sayed|El-Khatib|bin-Laziz|"
        "Haddad|Mansour|Farouk|Abdel-Rahman|Sa'id|Ma'ruf|Yilmaz|Öztürk|Şahin|Çelik|Kaya|Hosseini|"
        "Ahmadi|Karimi",
        "Mohammed|Fatima|Ahmed|Aisha|Omar|Khadija|Yusuf|Maryam|Ibrahim|Zainab|Ali|Noor|Hassan|Layla|"
        "Khalid|Amina|Tariq|Abd-al-Karim|Mehmet|Ayşe|Mustafa|Zeynep|Reza|Shirin|İbrahim|Işık",
    ),
    (
        5,
        "Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Wagner|Becker|Schulz|Hoffmann|Schäfer|Koch|"
        "Bauer|Richter|Klein|Wolf|Schröder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Weiß|Jäger|"
        "von Bülow|Großmann|Meier|Schmitt",
        "Hans|Ursula|Jürgen|Monika|Klaus|Petra|Wolfgang|Sabine|Günter|Renate|Stefan|Katharina|Jörg|"
        "Bärbel|Heinz-Peter|Anna-Lena|Karl-Heinz",
    ),
    (
        4,
        "Andersson|Johansson|Karlsson|Nilsson|Eriksson|Larsson|Olsson|Lindqvist|Lindström|Sjöberg|"
        "Åkesson|Øverland|Hansen|Jensen|Nielsen|Pedersen|Sørensen|Kjær|Bjørnsen|Virtanen|Korhonen|"
        "Mäkinen|Þórsdóttir|Guðmundsson",
        "Lars|Anna|Erik|Karin|Anders|Ingrid|Björn|Åsa|Søren|Kirsten|Øyvind|Märta|Per|Zoë|Jón|"
        "Sigríður|Matti|Päivi",
    ),
    (
        4,
        "Nowak|Kowalski|Wiśniewski|Wójcik|Kowalczyk|Zieliński|Szymański|Woźniak|Dąbrowski|Łukaszewicz|"
        "Novák|Svoboda|Dvořák|Horváth|Nagy|Szabó|Kovács|Popescu|Ionescu|Petrović|Jovanović|Hadžić",
        "Łukasz|Agnieszka|Piotr|Małgorzata|Krzysztof|Katarzyna|Paweł|Zofia|Jiří|Zuzana|László|"
        "Erzsébet|Ștefan|Ileana|Đorđe|Živka|Tomáš",
    ),
    (
        3,
        "Ivanov|Smirnov|Kuznetsov|Popov|Sokolov|Petrov|Volkov|Shevchenko|Kovalenko|Bondarenko",
        "Aleksandr|Yelena|Dmitri|Olga|Sergei|Natalya|Andrei|Tatyana|Yuri|Svetlana|Oleksandr|Oksana",
    ),
    (
        1,
        "Иванов|Петрова|Сидоров|Шевченко|Кузнецова",
        "Александр|Елена|Дмитрий|Ольга|Сергей|Наталья",
    ),
    (
        4,
        "O'Brien|O'Connor|O'Sullivan|McCarthy|MacDonald|McDonald|McKenzie|Fitzgerald|Byrne|Ryan|"
        "Ó Súilleabháin|Ní Dhomhnaill|FitzPatrick|St. John|D'Arcy",
        "Seán|Siobhán|Pádraig|Aoife|Conor|Niamh|Liam|Caoimhe|Declan|Bríd|Eoin|Róisín",
    ),
    (
        4,
        "Dubois|Lefebvre|Moreau|Girard|Bonnet|François|Lambert|Fontaine|de Gaulle|Le Goff|D'Angelo|"
        "Saint-Pierre|Dupont|Rossi|Russo|Ferrari|Esposito|Bianchi|Di Stefano|Della Rovere|L'Abbate|"
        "Papadopoulos|Georgiou|Theodoropoulou",
        "Jean-Pierre|Marie|François|Hélène|Étienne|Chloé|Jean-Luc|Noémie|Giovanni|Giulia|Marco|"
        "Francesca|Chiara|Niccolò|Dimitrios|Eleni|Ioannis|Aikaterini",
    ),
    (
        3,
        "de Vries|van den Berg|van Dijk|de Jong|Jansen|Bakker|van der Meer|ten Hoopen|'t Hooft|"
        "Vandenberghe|Peeters|Van Damme",
        "Jan|Johanna|Pieter|Anneke|Willem|Saskia|Daan|Femke|Joost|Mieke|Anne-Marie",
    ),
    (
        4,
        "Okafor|Adeyemi|Okonkwo|Eze|Mensah|Owusu|N'Diaye|Diallo|Traoré|Mwangi|Otieno|Wanjiku|Dlamini|"
        "Nkosi|Tesfaye|Kebede|Mbeki|N'Golo",
        "Chinedu|Ngozi|Emeka|Adaeze|Kwame|Akosua|Mamadou|Aminata|Wanjiru|Kamau|Thabo|Nomsa|Abebe|"
        "Tigist|Oluwaseun",
    ),
    (
        3,
        "da Silva|dos Santos|Oliveira|Souza|Pereira|Lima|Carvalho|Ribeiro|Almeida|Araújo|Gonçalves|"
        "Conceição",
        "João|Ana|Antônio|Francisca|Paulo|Adriana|Luís|Márcia|Marcos|Patrícia|Inês|Vítor",
    ),
    (
        2,
        "Kealoha|Kamakawiwoʻole|Kaʻaihue|Nakamura|Tuiasosopo|Faleolo|Begay|Yazzie|Tsosie|Whitehorse|"
        "Running Bear",
        "Keoni|Leilani|Kaʻiulani|Malia|Sione|Mele|Ata|Shilah|Dibe",
    ),
)
ONE_WORD = (
    "Suharto", "Sukarno", "Madhavan", "Prabowo", "Zendaya", "Rahmatullah", "Teller", "Wulandari", "Sujatmi",
    "Budiman", "Nasrin", "Thant",
)
PREFERRED = (
    "Bob", "Liz", "Bill", "Peggy", "Mike", "Kate", "Tony", "Beth", "Jim", "Sue", "Dick", "Meg", "Ted", "Nan",
    "Chuck", "Bea", "Paco", "Lupe", "Pepe", "Sasha", "Kai",
)
# fmt: on


@dataclass(frozen=True)
class Person:
    """Somebody who is registered; phones as typed at the desk."""

    number: int
    family: str
    given: str
    born: date
    mobile: str
    home: str = ""
    middle: str = ""
    preferred: str = ""
    former: str = ""
    email: str = ""


_LISTS = [(weight, families.split("|"), given.split("|")) for weight, families, given in CULTURES]


def people(count: int, seed: int) -> list[Person]:
    """Return so many people, the same ones for the same seed."""
    chance = random.Random(f"people {seed}")
    made: list[Person] = []
    while len(made) < count:
        person = _person(chance, len(made) + 1)
        kind = chance.random()
        if made and kind < 0.04:
            other = chance.choice(made)
            person = replace(person, family=other.family, given=other.given, middle="", preferred="", former="")
        elif made and kind < 0.055:
            other = chance.choice(made)
            person = replace(person, family=other.family, born=other.born, mobile=other.mobile, former="")
        elif kind < 0.065:
            person = replace(person, family=chance.choice(ONE_WORD), given="", middle="", former="")
        made.append(person)
    return made


def _person(chance: random.Random, number: int) -> Person:
    families, given = _culture(chance)
    family, first = _common(chance, families), _common(chance, given)
    if chance.random() < 0.05:
        others, _given = _culture(chance)
        family = f"{family}-{_common(chance, others)}"
    return Person(
        number,
        family,
        first,
        date(1935, 1, 1) + timedelta(days=chance.randrange(27_000)),
        phone(chance),
        home=phone(chance) if chance.random() < 0.3 else "",
        middle=_common(chance, given) if chance.random() < 0.25 else "",
        preferred=chance.choice(PREFERRED) if chance.random() < 0.08 else "",
        former=_common(chance, _culture(chance)[0]) if chance.random() < 0.08 else "",
        email=f"{chance.choice('abcdefgh')}.{_ascii(family)}{number}@example.org" if chance.random() < 0.5 else "",
    )


def _culture(chance: random.Random) -> tuple[list[str], list[str]]:
    _weight, families, given = chance.choices(_LISTS, [weight for weight, *_lists in _LISTS])[0]
    return families, given


def _common(chance: random.Random, names: Sequence[str]) -> str:
    """Return a name of the list, one of the first more often."""
    return names[int(len(names) * chance.random() ** 1.6)]


def phone(chance: random.Random) -> str:
    """Return a phone number, written in one of the ways people write it."""
    area, middle, end = chance.randrange(200, 990), chance.randrange(200, 990), f"{chance.randrange(10_000):04d}"
    abroad = f"{chance.randrange(20, 98)} {chance.randrange(100, 999)} {chance.randrange(10_000, 99_999)}"
    return chance.choice(
        [f"({area}) {middle}-{end}", f"{area}-{middle}-{end}", f"+1 {area} {middle} {end}", f"{area}{middle}{end}"] * 3
        + [f"{area} {middle} {end} ext. {chance.randrange(10, 999)}", f"+44 {abroad}", f"+46 {abroad}"]
    )


def _ascii(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha()) or "mail"
