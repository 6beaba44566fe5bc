//! News agencies, which write for many outlets and are none themselves, and the desks that stand in their place.
//!
//! A name as written in, the agency's own name out. What is not here: where a name stands (`dateline.rs`,
//! `plain`, `page/facts`). Names of four letters and fewer are known only in the letter case that the agencies
//! use, since `app`, `online` or `spa` are words too.

use super::outlets;

/// An agency: its name, what else it is called, and the registrable domains of its own sites.
struct Agency {
    name: &'static str,
    aliases: &'static [&'static str],
    domains: &'static [&'static str],
}

const fn agency(
    name: &'static str,
    aliases: &'static [&'static str],
    domains: &'static [&'static str],
) -> Agency {
    Agency {
        name,
        aliases,
        domains,
    }
}

const AGENCIES: &[Agency] = &[
    agency(
        "Reuters",
        &["Thomson Reuters", "Thomson Reuters Foundation"],
        &["reuters.com", "thomsonreuters.com", "trust.org"],
    ),
    agency(
        "Associated Press",
        &["AP", "The Associated Press", "AP News"],
        &["apnews.com", "ap.org"],
    ),
    agency(
        "AFP",
        &["Agence France-Presse", "Agence France Presse"],
        &["afp.com"],
    ),
    agency(
        "dpa",
        &["DPA", "Deutsche Presse-Agentur", "dpa international"],
        &["dpa.com", "dpa-international.com"],
    ),
    agency("UPI", &["United Press International"], &["upi.com"]),
    agency(
        "PA Media",
        &["PA", "Press Association", "PA news agency"],
        &["pa.media"],
    ),
    agency(
        "Xinhua",
        &["Xinhua News Agency", "Xinhuanet"],
        &["xinhuanet.com", "news.cn"],
    ),
    agency(
        "TASS",
        &["Tass", "ITAR-TASS", "TASS news agency"],
        &["tass.com", "tass.ru"],
    ),
    agency(
        "RIA Novosti",
        &["RIA", "RIA Novosti news agency"],
        &["ria.ru"],
    ),
    agency("Interfax", &[], &["interfax.com", "interfax.ru"]),
    agency(
        "Kyodo",
        &["Kyodo News", "Kyodo News Service"],
        &["kyodonews.net", "kyodonews.jp"],
    ),
    agency("Jiji Press", &["Jiji"], &["jiji.com"]),
    agency("Yonhap", &["Yonhap News Agency"], &["yna.co.kr"]),
    agency("PTI", &["Press Trust of India"], &["ptinews.com"]),
    agency("ANI", &["Asian News International"], &["aninews.in"]),
    agency("IANS", &["Indo-Asian News Service"], &["ians.in"]),
    agency("UNI", &["United News of India"], &["uniindia.com"]),
    agency("APP", &["Associated Press of Pakistan"], &["app.com.pk"]),
    agency(
        "PPI",
        &["Pakistan Press International"],
        &["ppinewsagency.com"],
    ),
    agency("INP", &["Independent News Pakistan"], &["inp.net.pk"]),
    agency("NNI", &["News Network International"], &["nni-news.com"]),
    agency("BSS", &["Bangladesh Sangbad Sangstha"], &["bssnews.net"]),
    agency("UNB", &["United News of Bangladesh"], &["unb.com.bd"]),
    agency("Bakhtar", &["Bakhtar News Agency"], &["bakhtarnews.af"]),
    agency(
        "Anadolu",
        &["AA", "Anadolu Agency", "Anadolu Ajansı"],
        &["aa.com.tr"],
    ),
    agency("EFE", &["Agencia EFE", "EFE Agency"], &["efe.com"]),
    agency("Europa Press", &[], &["europapress.es"]),
    agency("ANSA", &["Ansa"], &["ansa.it"]),
    agency("AGI", &[], &["agi.it"]),
    agency("Adnkronos", &[], &["adnkronos.com"]),
    agency("Lusa", &["LUSA", "Agência Lusa"], &["lusa.pt"]),
    agency("Belga", &["Belga News Agency"], &["belga.be"]),
    agency("ANP", &["Algemeen Nederlands Persbureau"], &["anp.nl"]),
    agency("APA", &["Austria Presse Agentur"], &["apa.at"]),
    agency(
        "SDA",
        &["Keystone-SDA", "Keystone SDA"],
        &["keystone-sda.ch"],
    ),
    agency("Ritzau", &[], &["ritzau.com"]),
    agency("NTB", &[], &["ntb.no"]),
    agency("PAP", &["Polska Agencja Prasowa"], &["pap.pl"]),
    agency("ČTK", &["CTK"], &["ctk.cz", "ctk.eu"]),
    agency("MTI", &[], &["mti.hu"]),
    agency("Agerpres", &[], &["agerpres.ro"]),
    agency("Ukrinform", &[], &["ukrinform.net", "ukrinform.ua"]),
    agency(
        "CP",
        &["The Canadian Press", "Canadian Press"],
        &["thecanadianpress.com"],
    ),
    agency("AAP", &["Australian Associated Press"], &["aap.com.au"]),
    agency("Bernama", &["BERNAMA"], &["bernama.com"]),
    agency("Antara", &["ANTARA", "Antara News"], &["antaranews.com"]),
    agency("VNA", &["Vietnam News Agency"], &["vnanet.vn"]),
    agency(
        "Central News Agency",
        &["Taiwan Central News Agency"],
        &["cna.com.tw"],
    ),
    agency("KCNA", &["Korean Central News Agency"], &["kcna.kp"]),
    agency("IRNA", &["Islamic Republic News Agency"], &["irna.ir"]),
    agency("ISNA", &[], &["isna.ir"]),
    agency("KUNA", &["Kuwait News Agency"], &["kuna.net.kw"]),
    agency("WAM", &["Emirates News Agency"], &["wam.ae"]),
    agency("SPA", &["Saudi Press Agency"], &["spa.gov.sa"]),
    agency("QNA", &["Qatar News Agency"], &["qna.org.qa"]),
    agency("BNA", &["Bahrain News Agency"], &["bna.bh"]),
    agency("SANA", &["Syrian Arab News Agency"], &["sana.sy"]),
    agency("NAN", &["News Agency of Nigeria"], &["nannews.ng"]),
    agency("MENA", &["Middle East News Agency"], &["mena.org.eg"]),
    agency("Petra", &["PETRA", "Petra News Agency"], &["petra.gov.jo"]),
    agency("IPS", &["Inter Press Service"], &["ipsnews.net"]),
    agency("JTA", &["Jewish Telegraphic Agency"], &["jta.org"]),
    agency("RNS", &["Religion News Service"], &["religionnews.com"]),
    agency("City News Service", &[], &[]),
    agency("Bloomberg", &["Bloomberg News"], &["bloomberg.com"]),
];

/// Those of the agencies that are outlets of their own too: a credit names an agency, a page an outlet.
const ALSO_OUTLETS: &[&str] = &["Bloomberg"];

/// Words that stand where an outlet's name would and name none, in lower case; photo agencies among them.
const DESKS: &[&str] = &[
    "web desk",
    "news desk",
    "monitoring desk",
    "agencies",
    "news agencies",
    "news service",
    "wire services",
    "wire reports",
    "online",
    "staff",
    "staff reporter",
    "staff report",
    "staff writer",
    "our correspondent",
    "our reporter",
    "correspondent",
    "getty",
    "getty images",
    "shutterstock",
    "istock",
    "alamy",
    "epa",
    "epa-efe",
];

/// Words that agencies call their services and feeds by, as [`outlets::letters`] makes them.
const SERVICES: &[&str] = &[
    "",
    "agency",
    "am",
    "and",
    "asia",
    "at",
    "breaking",
    "business",
    "economy",
    "edition",
    "english",
    "entertainment",
    "est",
    "et",
    "europe",
    "feed",
    "feeds",
    "for",
    "from",
    "general",
    "gmt",
    "headline",
    "headlines",
    "health",
    "home",
    "in",
    "india",
    "international",
    "latest",
    "lifestyle",
    "markets",
    "middle",
    "east",
    "africa",
    "americas",
    "national",
    "news",
    "newswire",
    "of",
    "pm",
    "politics",
    "rss",
    "science",
    "service",
    "sport",
    "sports",
    "stories",
    "technology",
    "the",
    "top",
    "uk",
    "us",
    "usa",
    "utc",
    "views",
    "wire",
    "world",
];

/// Returns the name of the agency that these words name; of several, such as `AP/Reuters`, the first.
pub(in crate::source) fn named(written: &str) -> Option<&'static str> {
    known(written)
        .or_else(|| parts(written).find_map(known))
        .map(|agency| agency.name)
}

/// Returns the name under which articles of an agency are kept, by any of its names: `Associated Press` for `ap`.
pub fn agency_name(written: &str) -> Option<&'static str> {
    known(written)
        .or_else(|| known(&written.to_uppercase()))
        .map(|agency| agency.name)
}

/// Whether this is an agency, a desk or the like rather than an outlet; `AP/Reuters` is two agencies.
pub(in crate::source) fn is_agency(name: &str) -> bool {
    let is_outlet_too = ALSO_OUTLETS.contains(&name.trim());
    let is_one = |part: &str| known(part).is_some() || is_desk(part);
    !is_outlet_too && (is_one(name) || parts(name).any(is_one))
}

/// Whether this is a desk, a staff or a photo agency.
pub(in crate::source) fn is_desk(name: &str) -> bool {
    DESKS.contains(&name.trim().to_lowercase().as_str())
}

/// Whether every one of the names in these words is an agency's: `AFP, Reuters`, but not `Jane Doe and AFP`.
pub(in crate::source) fn are_all(written: &str) -> bool {
    known(written).is_some() || parts(written).all(|part| known(part).is_some())
}

/// Whether an agency or a desk stands in these words alone or first, where an outlet should: `Reuters/Kabul`.
pub(in crate::source) fn leads(name: &str) -> bool {
    let first = parts(name).next().unwrap_or_default();
    let is_one = |part: &str| known(part).is_some() || is_desk(part);
    !ALSO_OUTLETS.contains(&name.trim()) && (is_one(name) || is_one(first))
}

/// Returns the agency one of whose services these words name: `Reuters World News`, `AP Top News`.
pub(in crate::source) fn of_service(title: &str) -> Option<&'static str> {
    let title = title.replace(": ", " | ");
    let mut parts = outlets::parts(&title).into_iter();
    parts.find_map(of_part).map(|agency| agency.name)
}

/// Reads an agency's name with nothing but words of services behind it.
fn of_part(part: &str) -> Option<&'static Agency> {
    /// No agency's name has more.
    const MOST_WORDS: usize = 6;
    let words: Vec<_> = part.split_whitespace().collect();
    let is_service = |word: &&str| {
        let word = outlets::letters(word);
        word.chars().all(|letter| letter.is_ascii_digit()) || SERVICES.contains(&word.as_str())
    };
    (1..=words.len().min(MOST_WORDS)).rev().find_map(|count| {
        let agency = known(&words[..count].join(" "))?;
        let is_own = !ALSO_OUTLETS.contains(&agency.name);
        (is_own && words[count..].iter().all(is_service)).then_some(agency)
    })
}

/// Returns the agency whose own site a registrable domain is.
pub(in crate::source) fn of_domain(domain: &str) -> Option<&'static str> {
    let found = AGENCIES
        .iter()
        .find(|agency| agency.domains.contains(&domain));
    found.map(|agency| agency.name)
}

fn parts(written: &str) -> impl Iterator<Item = &str> {
    written
        .split(['/', ',', '&', ';', '|', '+'])
        .flat_map(|part| part.split(" and "))
}

fn known(written: &str) -> Option<&'static Agency> {
    let written = written.trim();
    let is = |name: &str| match name.len() {
        ..=4 => name == written,
        _ => name.eq_ignore_ascii_case(written),
    };
    AGENCIES
        .iter()
        .find(|agency| is(agency.name) || agency.aliases.iter().any(|alias| is(alias)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(named(written), expected, "{written}");
    }

    #[test]
    fn agencies_by_all_their_names() {
        check("Reuters", Some("Reuters"));
        check(" REUTERS ", Some("Reuters"));
        check("Thomson Reuters", Some("Reuters"));
        check("AP", Some("Associated Press"));
        check("The Associated Press", Some("Associated Press"));
        check("AFP/Reuters", Some("AFP"));
        check("PTI, ANI", Some("PTI"));
        check("ANI and PTI", Some("ANI"));
        check("dpa", Some("dpa"));
        check("DPA", Some("dpa"));
        check("Bloomberg", Some("Bloomberg"));
    }

    #[test]
    fn words_that_look_like_agencies() {
        check("app", None);
        check("App", None);
        check("ap", None);
        check("spa", None);
        check("Online", None);
        check("Web Desk", None);
        check("Reuters Institute", None);
        check("Apple Daily", None);
        check("", None);
    }

    fn check_outlet(name: &str, expected: bool) {
        assert_eq!(!is_agency(name), expected, "{name}");
    }

    #[test]
    fn what_may_be_an_outlet() {
        check_outlet("Dunya News", true);
        check_outlet("Afghanistan Times", true);
        check_outlet("Apple Daily", true);
        check_outlet("Bloomberg", true);
        check_outlet("Reuters", false);
        check_outlet("AP/Reuters", false);
        check_outlet("Web Desk", false);
        check_outlet("Getty Images", false);
    }

    #[test]
    fn own_sites() {
        assert_eq!(of_domain("apnews.com"), Some("Associated Press"));
        assert_eq!(of_domain("dawn.com"), None);
    }

    #[test]
    fn no_two_agencies_share_a_name() {
        let mut names: Vec<_> = AGENCIES
            .iter()
            .flat_map(|agency| agency.aliases.iter().chain([&agency.name]))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
