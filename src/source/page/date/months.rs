//! The names of the months, in the languages that newspapers are written in.
//!
//! A word in, the number of its month out. Names are compared without case and accents, so that `AOÛT`, `août`
//! and `aout` are one. Inflected forms and the usual abbreviations are listed, not guessed from the first
//! letters: `mart` is a month, `market` is none. What is not here: how a date is put together (`written.rs`).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The number of the month, from 1, that a word of any known language names.
///
/// `language` is the tag that the page declares; it decides the one name that two languages give to different
/// months: `listopad` is October in Croatian and November in Czech and Polish.
pub(super) fn month(word: &str, language: Option<&str>) -> Option<i8> {
    const LONGEST: usize = 48;
    if word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    let is_croatian = || language.is_some_and(|tag| tag.starts_with("hr") || tag.starts_with("bs"));
    if matches!(folded.as_str(), "listopad" | "listopada" | "listopadu") && is_croatian() {
        return Some(10);
    }
    NUMBERS.get(folded.as_str()).copied()
}

/// Writes a word without case and accents.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase()
        .nfd()
        .filter(|letter| !is_combining_mark(*letter) || is_vowel_sign(*letter))
        .map(|letter| match letter {
            'ı' => 'i',
            'ς' => 'σ',
            'ł' => 'l',
            other => other,
        })
        .collect()
}

/// The signs of the Indian scripts are vowels, not accents.
fn is_vowel_sign(letter: char) -> bool {
    ('\u{900}'..='\u{dff}').contains(&letter)
}

static NUMBERS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let mut numbers = HashMap::new();
    for names in NAMES {
        for (number, forms) in (1..).zip(names.split('|')) {
            for form in forms.split(' ').filter(|form| !form.is_empty()) {
                numbers.entry(fold(form)).or_insert(number);
            }
        }
    }
    numbers
});

/// For each language the twelve months, parted by bars; the forms of one name are parted by blanks.
const NAMES: &[&str] = &[
    // English
    "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august \
     aug|september sep sept|october oct|november nov|december dec",
    // German, with the Austrian names
    "januar jänner jaenner jän|februar feber|märz maerz mrz \
     mär|april|mai|juni|juli|august|september|oktober okt|november|dezember dez",
    // French
    "janvier janv|février fevrier févr fév|mars|avril avr|mai|juin|juillet \
     juil|août|septembre|octobre|novembre|décembre déc",
    // Spanish
    "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre \
     set|octubre|noviembre|diciembre dic",
    // Italian
    "gennaio gen genn|febbraio febb|marzo|aprile|maggio mag magg|giugno giu|luglio \
     lug|agosto|settembre sett|ottobre ott|novembre|dicembre",
    // Portuguese
    "janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro \
     out|novembro|dezembro",
    // Catalan
    "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre des",
    // Romanian
    "ianuarie ian|februarie|martie|aprilie|mai|iunie iun|iulie \
     iul|august|septembrie|octombrie|noiembrie noi|decembrie",
    // Dutch
    "januari|februari|maart \
     mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    // Danish and Norwegian
    "januar|februar|marts mars|april|maj \
     mai|juni|juli|august|september|oktober|november|december desember",
    // Swedish
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    // Icelandic
    "janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember",
    // Finnish
    "tammikuu tammikuuta tammikuun|helmikuu helmikuuta helmikuun|maaliskuu maaliskuuta \
     maaliskuun|huhtikuu huhtikuuta huhtikuun|toukokuu toukokuuta toukokuun|kesäkuu \
     kesäkuuta kesäkuun|heinäkuu heinäkuuta heinäkuun|elokuu elokuuta elokuun|syyskuu \
     syyskuuta syyskuun|lokakuu lokakuuta lokakuun|marraskuu marraskuuta \
     marraskuun|joulukuu joulukuuta joulukuun",
    // Estonian
    "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember",
    // Latvian
    "janvāris janvārī|februāris februārī|marts martā|aprīlis aprīlī|maijs maijā|jūnijs \
     jūnijā|jūlijs jūlijā|augusts augustā|septembris septembrī|oktobris oktobrī|novembris \
     novembrī|decembris decembrī",
    // Lithuanian
    "sausis sausio|vasaris vasario|kovas kovo|balandis balandžio|gegužė gegužės|birželis \
     birželio|liepos|rugpjūtis rugpjūčio|rugsėjis rugsėjo|spalis spalio|lapkritis \
     lapkričio|gruodis gruodžio",
    // Polish
    "styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj \
     maja|czerwiec czerwca cze|lipiec lipca lip|sierpień sierpnia sie|wrzesień września \
     wrz|październik października paź|listopad listopada lis|grudzień grudnia gru",
    // Czech
    "leden ledna led|únor února|březen března|duben dubna dub|květen května|červen \
     června|červenec července|srpen srpna srp|září|říjen října|listopadu|prosinec prosince",
    // Slovak
    "január januára|február februára|marec marca|apríl apríla|máj mája|jún júna|júl \
     júla|august augusta|september septembra|október októbra|november novembra|december \
     decembra",
    // Slovene
    "januar januarja|februar februarja|marec marca|april aprila|maj maja|junij junija|julij \
     julija|avgust avgusta|september septembra|oktober oktobra|november novembra|december \
     decembra",
    // Croatian
    "siječanj siječnja|veljača veljače|ožujak ožujka|travanj travnja|svibanj svibnja|lipanj \
     lipnja|srpanj srpnja|kolovoz kolovoza|rujan rujna||studeni studenoga studenog|prosinac \
     prosinca",
    // Serbian in Latin and Cyrillic letters
    "januar januara јануар јануара јан|februar februara фебруар фебруара феб|mart marta \
     март марта мар|april aprila април априла апр|maj maja мај маја|jun juna јун јуна|jul \
     jula јул јула|avgust avgusta avg август августа авг|septembar septembra септембар \
     септембра|oktobar oktobra октобар октобра|novembar novembra новембар новембра|decembar \
     decembra децембар децембра",
    // Russian
    "январь января янв|февраль февраля фев февр|март марта мар|апрель апреля апр|май \
     мая|июнь июня июн|июль июля июл|август августа авг|сентябрь сентября сен сент|октябрь \
     октября окт|ноябрь ноября ноя нояб|декабрь декабря дек",
    // Ukrainian
    "січень січня січ|лютий лютого лют|березень березня бер|квітень квітня квіт|травень \
     травня трав|червень червня черв|липень липня лип|серпень серпня серп|вересень вересня \
     вер|жовтень жовтня жовт|листопад листопада лист|грудень грудня груд",
    // Belarusian
    "студзень студзеня|люты лютага|сакавік сакавіка|красавік красавіка|травень \
     траўня|чэрвень чэрвеня|ліпень ліпеня|жнівень жніўня|верасень верасня|кастрычнік \
     кастрычніка|лістапад лістапада|снежань снежня",
    // Bulgarian
    "януари яну|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    // Macedonian
    "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
    // Hungarian
    "január|február|március márc|április ápr|május máj|június jún|július \
     júl|augusztus|szeptember szept|október|november|december",
    // Turkish, with Azeri after it
    "ocak yanvar|şubat şub fevral|mart|nisan nis aprel|mayıs may|haziran haz iyun|temmuz \
     tem iyul|ağustos ağu avqust|eylül eyl sentyabr|ekim eki oktyabr|kasım kas \
     noyabr|aralık ara dekabr",
    // Greek
    "Ιανουάριος Ιανουαρίου Ιαν|Φεβρουάριος Φεβρουαρίου Φεβ|Μάρτιος Μαρτίου Μαρ|Απρίλιος \
     Απριλίου Απρ|Μάιος Μαΐου Μαι|Ιούνιος Ιουνίου Ιουν|Ιούλιος Ιουλίου Ιουλ|Αύγουστος \
     Αυγούστου Αυγ|Σεπτέμβριος Σεπτεμβρίου Σεπ|Οκτώβριος Οκτωβρίου Οκτ|Νοέμβριος Νοεμβρίου \
     Νοε|Δεκέμβριος Δεκεμβρίου Δεκ",
    // Albanian
    "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor",
    // Indonesian and Malay
    "januari|februari|maret mac|april|mei|juni jun|juli julai|agustus agu agt \
     ogos|september|oktober|november nopember|desember disember",
    // Swahili
    "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
    // Arabic as it is written in Egypt and the Gulf
    "يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس \
     اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
    // Arabic as it is written in the Levant, but for the months of two words
    "|شباط|آذار اذار|نيسان|أيار ايار|حزيران|تموز|آب|أيلول ايلول|||",
    // Arabic as it is written in the Maghreb
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت||||",
    // Persian, the Gregorian months
    "ژانویه|فوریه|مارس|آوریل|مه می|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    // Urdu
    "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    // Hindi
    "जनवरी|फरवरी फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर \
     अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
    // Bengali
    "জানুয়ারি জানুয়ারী|ফেব্রুয়ারি \
     ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
    // Hebrew, also with the prefix that means `in`
    "ינואר בינואר|פברואר בפברואר|מרץ במרץ|אפריל באפריל|מאי במאי|יוני ביוני|יולי \
     ביולי|אוגוסט באוגוסט|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, language: Option<&str>, expected: Option<i8>) {
        assert_eq!(month(word, language), expected, "{word}");
    }

    #[test]
    fn months_of_many_languages() {
        for word in [
            "November",
            "NOV",
            "novembre",
            "noviembre",
            "novembro",
            "listopada",
            "listopadu",
            "ноября",
            "листопада",
            "ноември",
            "новембра",
            "noiembrie",
            "kasım",
            "KASIM",
            "Νοεμβρίου",
            "ΝΟΕΜΒΡΙΟΥ",
            "marraskuuta",
            "nóvember",
            "studenoga",
            "lapkričio",
            "نوفمبر",
            "نومبر",
            "नवंबर",
            "নভেম্বর",
            "בנובמבר",
        ] {
            check(word, None, Some(11));
        }
        check("août", None, Some(8));
        check("AOUT", None, Some(8));
        check("März", None, Some(3));
        check("мая", None, Some(5));
        check("травня", Some("uk"), Some(5));
        check("travnja", Some("hr"), Some(4));
        check("Şubat", Some("tr"), Some(2));
    }

    #[test]
    fn the_name_that_means_two_months() {
        check("listopada", Some("hr"), Some(10));
        check("listopada", Some("pl"), Some(11));
    }

    #[test]
    fn other_words_are_no_months() {
        for word in [
            "", "market", "maybe", "junior", "seven", "decade", "o", "Monday", "20",
        ] {
            check(word, None, None);
        }
    }

    #[test]
    fn every_name_reads_back() {
        for names in NAMES {
            for (number, forms) in (1..).zip(names.split('|')) {
                for form in forms.split(' ').filter(|form| !form.is_empty()) {
                    let found = month(form, None);
                    assert!(found.is_some(), "{form}");
                    assert_eq!(found, Some(number), "{form}");
                }
            }
        }
    }
}
